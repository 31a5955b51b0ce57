import type { CentreRun } from '../model/centre-run.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';

/**
 * Core-milliseconds that an entity and its descendants had used at any time of a run, each counting half after the
 * centre's half-life h: a stretch [a, b) of p cores before t counts p h / ln 2 x (2^(-(t - b) / h) - 2^(-(t - a) / h)),
 * or p (b - a) if usage never fades. What `CentreView.usage` said then.
 * @param entity index into `Centre.entities`
 */
export function usageAt(run: FinishedRun & { readonly centre: CentreRun }, entity: number, at: Time): number {
  const { centre, stretches, cores } = run.centre;
  const { entities, halfLife } = centre;
  const belongs = entities.map((_, i) => i === entity);
  for (const [i, { parent }] of entities.entries()) if (parent >= 0 && belongs[parent]) belongs[i] = true;
  const weight = (time: Time): number => 2 ** (-(at - time) / halfLife);
  return stretches.reduce((sum, { job, start, end }) => {
    if (!belongs[run.jobs.asks!.entity[job]!] || start >= at) return sum;
    const until = Math.min(end, at);
    const counted =
      halfLife === Number.POSITIVE_INFINITY ? until - start : ((weight(until) - weight(start)) * halfLife) / Math.LN2;
    return sum + cores[job]! * counted;
  }, 0);
}
