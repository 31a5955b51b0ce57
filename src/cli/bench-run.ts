import { readFileSync } from 'node:fs';
import { median } from 'simple-statistics';
import {
  decodeSpeed,
  encodeSpeed,
  otherPolicies,
  otherSubject,
  type SpeedBaseline,
  type TimedPolicy,
} from '../experiment/bench/baseline.ts';
import { CALIBRATION } from '../experiment/bench/calibration.ts';
import { judgeSpeed, type SpeedLimits, wasBusy } from '../experiment/bench/speed.ts';
import { settingOf } from '../experiment/check/fingerprint.ts';
import { jobsMark } from '../experiment/digest.ts';
import type { Experiment, PlannedPolicy } from '../experiment/experiment.ts';
import { loadWorkload } from '../experiment/load.ts';
import { openScenario } from '../experiment/open-scenario.ts';
import { checkPolicies } from '../experiment/policies.ts';
import { runOne } from '../experiment/run.ts';
import { loadScenario } from '../experiment/scenario.ts';
import { isStudy } from '../experiment/study/form.ts';
import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import { systemReason } from '../model/system-reason.ts';
import type { Workload } from '../model/workload.ts';
import { type BenchReport, benchJson } from '../report/bench-json.ts';
import { benchText } from '../report/bench-text.ts';
import { clockOf, type Measured } from './bench-measure.ts';
import { inOwnProcess, type Sampler } from './bench-processes.ts';
import { wholeNumber } from './numbers.ts';
import { checkClashes } from './output-clash.ts';
import { checkWritable, writeWhole } from './output-file.ts';
import { type Progress, reading, watched } from './progress.ts';
import { styles } from './style.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { version } from './version.ts';

/** What `bench` was asked for. */
export interface BenchRequest {
  readonly scenario: string;
  readonly save: string | undefined;
  readonly baseline: string | undefined;
  readonly margin: string | undefined;
  readonly samples: string | undefined;
  readonly labels: readonly string[] | undefined;
  readonly json: boolean;
}

const MARGIN = 0.1;
const CONFIDENCE = 0.95;
const SAMPLES = { usual: 10, least: 5, most: 100 };

/**
 * Answers it; kept apart from the command, since no other command should wait for what this one needs.
 * @param sampler times the policies once
 */
export async function bench(
  request: BenchRequest,
  terminal: Terminal,
  sampler: Sampler = inOwnProcess,
): Promise<number> {
  const { scenario, save, baseline: file } = request;
  if (request.margin !== undefined && file === undefined) throw new InputError('--margin: goes with --baseline');
  const limits = { margin: marginOf(request.margin), confidence: CONFIDENCE };
  const samples = samplesOf(request.samples);
  if (save !== undefined) {
    checkWritable(save, '--save');
    checkClashes([{ option: '--save', path: save }], [scenario, ...(file === undefined ? [] : [file])]);
  }
  const baseline = file === undefined ? undefined : { file, was: readBaseline(file) };
  const experiment = await loadScenario(scenario);
  const chosen = chosenPolicies(experiment, request.labels);
  const timing = { scenario, experiment, chosen, samples, sampler, all: request.labels === undefined };
  const now = await watched(terminal, (progress) => time(timing, baseline, progress, terminal));
  const report = reportOf({ scenario, study: isStudy(openScenario(scenario).value) }, now, baseline, limits);
  if (save !== undefined) writeWhole(save, encodeSpeed(now), '--save');
  const form = { columns: terminal.columns, colors: styles(terminal) };
  terminal.out(request.json ? `${JSON.stringify(benchJson(report), null, 2)}\n` : benchText(report, form));
  if (save !== undefined && !request.json && !terminal.quiet) terminal.out(`${save}: written\n`);
  return report.policies.some(({ against }) => against?.verdict === 'slower') ? EXIT.unmet : EXIT.done;
}

function marginOf(text: string | undefined): number {
  if (text === undefined) return MARGIN;
  const [, number] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  if (number === undefined || Number(number) <= 0) {
    throw new InputError(`--margin must be a percentage above 0, such as 10%, found '${text}'`);
  }
  return Number(number) / 100;
}

function samplesOf(text: string | undefined): number {
  if (text === undefined) return SAMPLES.usual;
  const samples = wholeNumber('--samples', text);
  if (samples >= SAMPLES.least && samples <= SAMPLES.most) return samples;
  throw new InputError(`--samples must be from ${SAMPLES.least} to ${SAMPLES.most}, found '${text}'`);
}

function chosenPolicies({ policies }: Experiment, labels: readonly string[] | undefined): readonly PlannedPolicy[] {
  if (labels === undefined) return policies;
  const known = policies.map(({ label }) => label);
  const wrong = labels.find((label) => !known.includes(label));
  if (wrong !== undefined) {
    throw new InputError(`--policy ${wrong}: the scenario has no such policy${suggestion(wrong, known)}`);
  }
  return policies.filter(({ label }) => labels.includes(label));
}

/** What is compared with, and the file it stands in. */
interface Known {
  readonly file: string;
  readonly was: SpeedBaseline;
}

function readBaseline(file: string): SpeedBaseline {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError(`cannot read the baseline ${file}: ${systemReason(cause)}; --save makes one`, { cause });
  }
  return decodeSpeed(content, file);
}

/** Policies of a scenario that are to be timed. */
interface Timing {
  readonly scenario: string;
  readonly experiment: Experiment;
  readonly chosen: readonly PlannedPolicy[];
  readonly samples: number;
  readonly sampler: Sampler;
  /** Whether they are all that the scenario has. */
  readonly all: boolean;
}

/** Times them; what the baseline is not made for is told before the long work. */
async function time(
  { scenario, experiment, chosen, samples, sampler, all }: Timing,
  baseline: Known | undefined,
  progress: Progress,
  { signal }: Terminal,
): Promise<SpeedBaseline> {
  const { options, centre } = experiment;
  await checkPolicies(chosen, { options, fairness: false, nodes: centre !== undefined });
  const workload = await loadWorkload(experiment, { signal, onProgress: reading(progress, scenario) });
  const subject = subjectOf(experiment, workload);
  mustBe(baseline, (was) => otherSubject(was, subject, scenario));
  const hashed: { readonly label: string; readonly hash: string }[] = [];
  for (const policy of chosen) {
    progress.step(`simulating ${policy.label}`);
    // Judging fairness would take far longer than the simulation, and is no work of the policy.
    const { hash } = await runOne({ ...experiment, metrics: undefined }, workload, policy, signal);
    hashed.push({ label: policy.label, hash });
  }
  mustBe(baseline, (was) => otherPolicies(was.policies, hashed, all));
  const found: (readonly Measured[])[] = [];
  for (let sample = 0; sample < samples; sample++) {
    progress.step(`timing ${hashed[0]!.label}, sample ${sample + 1} of ${samples}`, sample / samples);
    const told = (label: string): void => progress.step(`timed ${label}, sample ${sample + 1} of ${samples}`);
    found.push(await sampler({ scenario, policies: hashed }, signal, told));
  }
  const policies = chosen.map((policy, i) =>
    timed(
      policy,
      hashed[i]!.hash,
      found.map((sample) => sample[i]!),
    ),
  );
  return { version: version(), node: process.version, calibration: CALIBRATION, ...subject, policies };
}

function timed({ label, spec }: PlannedPolicy, hash: string, samples: readonly Measured[]): TimedPolicy {
  const middle = (of: keyof Measured): number => median(samples.map((sample) => sample[of]));
  return {
    label,
    hash,
    clock: clockOf(spec),
    time: middle('time'),
    ratios: samples.map(({ ratio }) => ratio),
    share: middle('share'),
  };
}

const subjectOf = (experiment: Experiment, { jobs }: Workload): Pick<SpeedBaseline, 'setting' | 'jobs'> => ({
  setting: settingOf(experiment),
  jobs: jobsMark(jobs),
});

function mustBe(baseline: Known | undefined, problemOf: (was: SpeedBaseline) => string | undefined): void {
  const problem = baseline && problemOf(baseline.was);
  if (problem !== undefined) throw new InputError(`${baseline!.file}: ${problem}; --save makes it again`);
}

function reportOf(
  what: Pick<BenchReport, 'scenario' | 'study'>,
  now: SpeedBaseline,
  known: Known | undefined,
  limits: SpeedLimits,
): BenchReport {
  if (known === undefined) return { ...what, now, policies: now.policies.map((policy) => ({ policy })) };
  const family = now.policies.map((policy) => {
    const before = known.was.policies.find(({ label }) => label === policy.label)!;
    return { now: policy.ratios, before: before.ratios, busy: wasBusy(policy) || wasBusy(before) };
  });
  const judged = judgeSpeed(family, limits);
  const policies = now.policies.map((policy, i) => ({ policy, against: judged[i]! }));
  return { ...what, now, policies, baseline: { ...known, ...limits } };
}
