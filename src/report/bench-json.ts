import { median } from 'simple-statistics';
import type { SpeedBaseline, TimedPolicy } from '../experiment/bench/baseline.ts';
import type { SpeedJudgement, SpeedLimits } from '../experiment/bench/speed.ts';

/** What a benchmark found. */
export interface BenchReport {
  readonly scenario: string;
  /** Whether it is a study, of which the plain comparison at the centre was timed. */
  readonly study: boolean;
  readonly now: SpeedBaseline;
  readonly policies: readonly { readonly policy: TimedPolicy; readonly against?: SpeedJudgement }[];
  /** What it was compared with, if with anything. */
  readonly baseline?: SpeedLimits & { readonly file: string; readonly was: SpeedBaseline };
}

/** The median ratio of a policy's run to the calibration. */
export const ratioOf = ({ ratios }: TimedPolicy): number => median([...ratios]);

/** As plain JSON values, times in ms; docs/how-to-ci.md has the keys. */
export function benchJson({ scenario, study, policies, baseline }: BenchReport): object {
  return {
    scenario,
    study,
    baseline: baseline?.file ?? null,
    margin: baseline?.margin ?? null,
    confidence: baseline?.confidence ?? null,
    passed: !policies.some(({ against }) => against?.verdict === 'slower'),
    policies: policies.map(({ policy, against }) => ({
      policy: policy.label,
      hash: policy.hash,
      samples: policy.ratios.length,
      clock: policy.clock,
      processor_share: policy.share,
      time_ms: policy.time,
      ratio: ratioOf(policy),
      against: against === undefined ? null : againstJson(against),
    })),
  };
}

/** No upper bound is null: JSON has no infinity. */
const againstJson = ({ factor, low, high, verdict }: SpeedJudgement): object => ({
  ...{ factor, low, high: Number.isFinite(high) ? high : null, verdict },
});
