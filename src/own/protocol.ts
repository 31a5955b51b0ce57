import type { JobFacts, JobId } from '../model/jobs.ts';
import type { Simultaneity } from '../model/scheduler.ts';
import { toSeconds } from '../model/time.ts';
import { shortened } from './excerpt.ts';
import { PolicyError } from './policy-error.ts';

/** MAJOR.MINOR: programs of the same major version understand each other. docs/external-policies.md is the definition. */
const PROTOCOL = '1.0';

/** The rules of a run, as far as a policy may want to know them. */
export interface ProtocolRules extends Simultaneity {
  readonly overrun: 'kill' | 'extend';
  readonly estimate: 'requested' | 'runtime';
}

/** What a program says of the policy that it is. */
export interface Greeting {
  readonly name: string;
  readonly promises: boolean;
  readonly needsKill: boolean;
}

/** What a program decided, as it said it: nothing of it has been checked against the machine yet. */
export interface Decision {
  readonly start: readonly number[];
  /** Times in seconds. */
  readonly reserve: readonly { readonly job: number; readonly at: number }[];
  readonly why: ReadonlyMap<number, string>;
}

export function helloLine(procs: number, { pass, order, overrun, estimate }: ProtocolRules): string {
  const options = { pass, order, overrun, estimate };
  return JSON.stringify({ type: 'hello', protocol: PROTOCOL, procs, options });
}

/** Put together by hand, for this is the line that is sent a hundred thousand times. */
export function decideLine(
  id: number,
  { now, free, jobs }: { readonly now: number; readonly free: number; readonly jobs: JobFacts },
  arrived: readonly JobId[],
  ended: readonly JobId[],
): string {
  const facts = arrived.map((job) => jobLine(job, jobs)).join();
  return `{"type":"decide","id":${id},"now":${toSeconds(now)},"free":${free},"arrived":[${facts}],"ended":[${ended.join()}]}`;
}

function jobLine(job: JobId, { procs, estimate, user, group, queue }: JobFacts): string {
  const known = (key: string, value: number): string => (value < 0 ? '' : `,"${key}":${value}`);
  const who = known('user', user[job]!) + known('group', group[job]!) + known('queue', queue[job]!);
  return `{"job":${job},"procs":${procs[job]},"estimate":${toSeconds(estimate[job]!)}${who}}`;
}

export const endLine = '{"type":"end"}';

/** @throws PolicyError if the line is no greeting, or that of another major version */
export function readGreeting(line: string, about: string): Greeting {
  const answer = readAnswer(line, 'hello', about);
  const wrong = (what: string): PolicyError => new PolicyError(`${about}: ${what}; read ${shortened(line)}`);
  const { protocol, name, promises = false, needs_kill: needsKill = false } = answer;
  const [, major] = (typeof protocol === 'string' && /^(\d+)(\.\d+)?$/.exec(protocol)) || [];
  if (major === undefined) throw wrong(`it names no protocol; expected "protocol": "${PROTOCOL}"`);
  if (major !== PROTOCOL.split('.')[0]) throw wrong(`it speaks protocol ${protocol}, and this is ${PROTOCOL}`);
  if (typeof name !== 'string' || name.trim() === '') throw wrong('its name must be a text');
  if (typeof promises !== 'boolean') throw wrong('promises must be true or false');
  if (typeof needsKill !== 'boolean') throw wrong('needs_kill must be true or false');
  return { name: shortened(name, 80), promises, needsKill };
}

/** @throws PolicyError if the line is no decision, or the decision about another message */
export function readDecision(line: string, id: number, about: string): Decision {
  const answer = readAnswer(line, 'decision', about);
  const wrong = (what: string): PolicyError => new PolicyError(`${about}: ${what}; read ${shortened(line)}`);
  const { start, reserve = [], why } = answer;
  if (answer['id'] !== id) throw wrong(`it answers id ${JSON.stringify(answer['id']) ?? 'none'} instead of ${id}`);
  if (!Array.isArray(start) || !start.every(Number.isInteger)) throw wrong('start must be a list of jobs');
  const isReservation = (one: unknown): boolean => {
    const { job, at } = (one ?? {}) as Readonly<Record<string, unknown>>;
    return Number.isInteger(job) && typeof at === 'number';
  };
  if (!Array.isArray(reserve) || !reserve.every(isReservation)) {
    throw wrong('reserve must be a list of {"job": N, "at": SECONDS}');
  }
  if (why !== undefined && !isMap(why)) throw wrong('why must be a map from jobs to texts');
  const reasons = Object.entries(why ?? {}).map(([job, text]) => [Number(job), String(text)] as const);
  return { start, reserve, why: new Map(reasons) };
}

/** Any answer may be an error in the policy's own words instead. */
function readAnswer(line: string, type: string, about: string): Readonly<Record<string, unknown>> {
  const answer = parsed(line);
  if (!isMap(answer)) throw new PolicyError(`${about}: the answer is no JSON object; read ${shortened(line)}`);
  if (answer['type'] === 'error') {
    throw new PolicyError(`${about}: the policy says: ${shortened(String(answer['message']))}`);
  }
  if (answer['type'] === type) return answer;
  throw new PolicyError(`${about}: expected an answer of type ${type}; read ${shortened(line)}`);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
