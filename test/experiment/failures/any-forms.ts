import fc from 'fast-check';
import type { ResilienceForms } from '../../../src/experiment/failures/resilience-form.ts';

const minutes = (least: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((count) => `${count}min`);
const share = fc.integer({ min: 5, max: 30 }).map((percent) => `${percent}%`);
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });
const of = <T extends object>(forms: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(forms).map((form) => JSON.parse(JSON.stringify(form)) as T);

const fails = of({ mtbf: minutes(60, 600), repair: minutes(5, 90) });

/** What befalls a machine of at least two racks and an account physics, and what is done about it, as scenarios say it. */
export const anyForms: fc.Arbitrary<ResilienceForms> = of<Record<keyof ResilienceForms, unknown>>({
  failures: of({
    nodes: fc.oneof(
      fails,
      of({ law: fc.constant('weibull'), shape: fc.constant(0.7), mtbf: minutes(60, 600), repair: minutes(5, 90) }),
    ),
    racks: maybe(fails),
    bursts: maybe(
      of({ every: minutes(120, 600), size: fc.constant(2), within: minutes(1, 9), repair: minutes(5, 60) }),
    ),
    cascade: maybe(of({ probability: share, within: minutes(1, 9) })),
    jobs: maybe(
      of({
        crash: maybe(of({ share })),
        hang: maybe(of({ share })),
        slow: maybe(of({ share, speed: fc.constant('50%') })),
        always: maybe(of({ jobs: fc.constant(['doomed']), at: fc.constant('50%') })),
        deadlock: of({ account: fc.constant('physics'), every: minutes(120, 600) }),
      }),
    ),
    storage: maybe(
      of({
        slow: of({ every: minutes(60, 300), for: minutes(5, 60), speed: fc.constant('20%') }),
        corrupt: of({ every: minutes(60, 300), for: minutes(5, 60) }),
      }),
    ),
    crew: maybe(fc.integer({ min: 1, max: 3 })),
    until: fc.constant('3d'),
  }),
  detection: maybe(
    of({
      heartbeat: fc.constant('1min'),
      timeout: minutes(1, 5),
      predictor: maybe(
        of({ precision: share, recall: fc.constant('70%'), lead: minutes(5, 30), holds: minutes(5, 30) }),
      ),
    }),
  ),
  checkpoints: of({
    interval: fc.constantFrom('20min', 'young', 'daly', 'adaptive'),
    state: of({ per_core: fc.constant('1 GiB') }),
    store: of({ bandwidth: fc.constant('100 MiB/s'), capacity: maybe(fc.constant('100 GiB')) }),
    levels: maybe(of({ local: of({ bandwidth: fc.constant('1 GiB/s') }), shared: of({ every: fc.constant(2) }) })),
    corrupted: maybe(share),
  }),
  recovery: of({
    retries: fc.oneof(fc.integer({ min: 0, max: 9 }), of({ own: fc.nat(3), nodes: fc.nat(9) })),
    backoff: maybe(of({ first: minutes(1, 9) })),
    from: maybe(fc.constantFrom('checkpoint', 'start')),
    place: maybe(fc.constantFrom('head', 'order', 'tail')),
    keep_partial: maybe(of({ accounts: fc.constant(['physics']) })),
    quarantine: maybe(of({ failures: fc.constant(2), within: fc.constant('1d'), for: minutes(30, 90) })),
    spares: maybe(fc.constant(1)),
    watchdog: fc.constant('30min'),
  }),
}) as fc.Arbitrary<ResilienceForms>;
