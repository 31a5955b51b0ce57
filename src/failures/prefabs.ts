import { type Law, weibull } from './laws/law.ts';

/** How long the nodes of a real system worked and were down. */
export interface Prefab {
  readonly name: string;
  readonly up: Law;
  readonly repair: Law;
}

const HOUR = 3_600_000;

const prefab = (name: string, up: readonly [number, number], down: readonly [number, number]): Prefab => ({
  name,
  up: weibull({ shape: up[0], scale: up[1] * HOUR }),
  repair: weibull({ shape: down[0], scale: down[1] * HOUR }),
});

/**
 * Weibull fits (shape, scale in hours) to traces of the Failure Trace Archive (Kondo et al., CCGrid'10), as OpenDC
 * has them: Los Alamos 1996-2005, Grid'5000 2006, desktops of Notre Dame 2007, domain name servers 2004.
 */
export const PREFABS: readonly Prefab[] = [
  prefab('lanl05', [0.48, 816.6], [0.58, 2.18]),
  prefab('g5k06', [0.48, 14.37], [0.35, 0.47]),
  prefab('nd07', [0.45, 4.16], [0.51, 0.74]),
  prefab('ldns04', [0.51, 79.3], [0.63, 5.62]),
];
