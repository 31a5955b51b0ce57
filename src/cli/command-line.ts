import { basename } from 'node:path';
import type { Experiment, PlannedPolicy } from '../experiment/experiment.ts';
import { resolveOptions } from '../experiment/options.ts';
import { commandText } from '../own/command-spec.ts';
import { isCommand } from '../registry.ts';
import { quoted } from '../report/shell-quote.ts';

const RULES = ['pass', 'order', 'overrun', 'estimate'] as const;

/**
 * The command line that makes a report again, from the folder of the file that it reads. It names no folder and leaves
 * out what changes no schedule, so the same experiment has the same line on every machine.
 */
export function commandLine(scenario: string | undefined, { source, procs, policies, options }: Experiment): string {
  if (scenario !== undefined || source.kind !== 'trace') return `makespan run ${quoted(basename(scenario ?? ''))}`;
  const byProfile = resolveOptions({ profile: options.profile });
  const words = ['makespan', 'run', '--trace', basename(source.path)];
  if (procs !== undefined) words.push('--procs', String(procs));
  for (const policy of policies) words.push(...policyWords(policy));
  // The command line has one time-out for all programs.
  const timeout = policies.map(({ spec }) => spec).find(isCommand)?.timeout;
  if (timeout !== undefined) words.push('--policy-timeout', timeout);
  if (options.profile !== resolveOptions().profile) words.push('--profile', options.profile);
  for (const rule of RULES) if (options[rule] !== byProfile[rule]) words.push(`--${rule}`, options[rule]);
  return words.map(quoted).join(' ');
}

/** A module is named without its folder, as the trace is; a command stands as it was given. */
function policyWords({ label, spec, folder }: PlannedPolicy): string[] {
  if (isCommand(spec)) return ['--policy-command', commandText(spec)];
  return ['--policy', folder === undefined || typeof spec !== 'string' ? label : spec.replace(/^[^(]*\//, './')];
}
