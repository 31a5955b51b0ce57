import { InputError } from '../model/errors.ts';

/**
 * A user's own policy broke what a policy promises: its code threw, its program died or fell silent, or it decided what
 * cannot be. The message says when, in simulated time, and where in the user's file or in the exchange of messages.
 */
export class PolicyError extends InputError {}
