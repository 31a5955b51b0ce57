import { DEADLINE_ORDERS } from './deadlines.ts';
import { ORDERS, type OrderEntry } from './orders.ts';
import { PATH_ORDERS } from './paths.ts';

/** Orders by what only a machine of nodes knows: deadlines and dependencies. */
export const CENTRE_ORDERS: readonly OrderEntry[] = [...DEADLINE_ORDERS, ...PATH_ORDERS];

/** Every order that can be chosen by name. */
export const ALL_ORDERS: readonly OrderEntry[] = [...ORDERS, ...CENTRE_ORDERS];
