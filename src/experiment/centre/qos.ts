import type { Qos } from '../../model/centre.ts';
import { suggestion } from '../../model/nearest.ts';
import type { Problem } from '../problem.ts';
import { milliseconds } from './amounts.ts';
import { limitsOf } from './machine.ts';
import type { QosForm } from './rules-form.ts';

type Forms = Readonly<Record<string, QosForm>>;

/** Classes of jobs; one, normal, where nothing is said. */
export function qosOf(given: Forms | undefined, problems: Problem[]): Qos[] {
  const forms = given ?? { normal: {} };
  const names = Object.keys(forms);
  checkPreemption(forms, problems);
  return Object.entries(forms).map(([name, form]) => ({
    name,
    factor: form.factor ?? 0,
    preempts: (form.preempts ?? []).map((other) => names.indexOf(other)).filter((index) => index >= 0),
    preempted: form.preempted ?? 'requeue',
    protectedFor: form.protected_for === undefined ? 0 : milliseconds(form.protected_for),
    maxTime: form.max_time === undefined ? undefined : milliseconds(form.max_time),
    maxCores: form.max_cores,
    limits: limitsOf(form.limits),
    limitsPerUser: limitsOf(form.limits_per_user),
  }));
}

/** Who preempts whom must be known, possible and one-way: of a circle none would outrank another. */
function checkPreemption(forms: Forms, problems: Problem[]): void {
  const names = Object.keys(forms);
  for (const [name, { preempts = [] }] of Object.entries(forms)) {
    for (const [i, other] of preempts.entries()) {
      const message = Object.hasOwn(forms, other)
        ? preemptionProblem(forms, name, other)
        : `unknown QOS '${other}'${suggestion(other, names)}`;
      if (message !== undefined) problems.push({ path: ['qos', name, 'preempts', i], message });
    }
  }
}

function preemptionProblem(forms: Forms, name: string, other: string): string | undefined {
  if (forms[other]!.preempted === 'never') return `${other} is preempted never, so that ${name} cannot preempt it`;
  const back = way(forms, other, name, []);
  return back && `they would preempt each other, so that none could: ${[name, ...back].join(' -> ')}`;
}

/** By which others one preempts another in the end, both included. */
function way(forms: Forms, from: string, to: string, passed: readonly string[]): readonly string[] | undefined {
  if (from === to) return [to];
  for (const next of forms[from]?.preempts ?? []) {
    if (passed.includes(next)) continue;
    const rest = way(forms, next, to, [...passed, from]);
    if (rest !== undefined) return [from, ...rest];
  }
  return undefined;
}
