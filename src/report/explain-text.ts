import type { JobExplanation } from '../experiment/explain.ts';
import type { Change } from '../experiment/what-if.ts';
import type { JobId } from '../model/jobs.ts';
import { toSeconds } from '../model/time.ts';
import type { Workload } from '../model/workload.ts';
import { startWords } from '../observers/words.ts';
import {
  type AlternativeKind,
  alternativesText,
  heading,
  layOut,
  type TextForm,
  waitsText,
  withoutWords,
} from './explain-layout.ts';
import { changeWords, durationText, moments, RULE_WORDS, waitWords, wordingOf } from './explain-words.ts';
import { formatCount } from './format.ts';
import { wrap } from './wrap.ts';

type Told = Pick<Workload, 'jobs' | 'procs' | 'origin'>;

/** What a job is and asked for, whatever the policy. */
export function jobText({ jobs, procs, origin }: Told, job: JobId, { columns, colors }: TextForm): string {
  const to = wordingOf(jobs, origin);
  const { long } = moments(origin);
  const asked = `asked for ${durationText(jobs.estimate[job]!)}, ran ${durationText(jobs.runtime[job]!)}`;
  const killed = jobs.killed[job] === 1 ? ' and was killed' : '';
  const who = [['user', jobs.user] as const, ['group', jobs.group] as const, ['queue', jobs.queue] as const]
    .filter(([, column]) => column[job]! >= 0)
    .map(([name, column]) => `${name} ${column[job]}`);
  const facts = `${formatCount(jobs.procs[job]!)} of ${formatCount(procs)} processors, ${asked}${killed}`;
  const title = `${colors.bold(to.job(job))}: ${[facts, ...(who.length > 0 ? [who.join(', ')] : [])].join('; ')}`;
  const submit = jobs.submit[job]!;
  const submitted = `submitted ${long(submit)}, ${toSeconds(submit)} s on the clock of the trace`;
  return [...wrap(title, columns, '  '), ...wrap(submitted, columns, '  ')].join('\n');
}

/** A job's whole life under one policy. */
export function lifeText({ jobs, origin }: Told, life: JobExplanation, form: TextForm): string {
  const to = wordingOf(jobs, origin);
  const { short } = moments(origin);
  const { label, job, submit, start, end, reason, planned, waits, alternatives } = life;
  const own = reason.why === undefined ? '' : ` (the policy: ${reason.why})`;
  const waited = start === submit ? 'at once' : `after ${durationText(start - submit)}`;
  const rows = [
    [`started ${short(start)}`, waited, `${startWords(reason, job, to)}${own}`],
    [`ended ${short(end)}`, `after ${durationText(end - start)}`, ''],
  ];
  const told = waits.map((wait) => ({
    ...wait,
    rule: RULE_WORDS[wait.rule],
    why: waitWords(wait, job, planned, to),
  }));
  const parts = [heading(`Under ${label}`, form), layOut(rows, form), ...waitsText(told, short, form)];
  if (alternatives !== undefined && waits.length > 0) {
    const tried = alternatives.map(({ change, start: earlier }) => ({
      kind: change.kind,
      words: changeWords(change, to),
      start: earlier,
    }));
    parts.push(
      heading('What would have let it start earlier', form),
      alternativesText(tried, KINDS, start, to.time, form),
    );
  }
  return `${parts.join('\n')}\n`;
}

/** One line per policy: when it started the job, after how long, and why the job waited longest. */
export function summaryText({ jobs, origin }: Told, lives: readonly JobExplanation[], form: TextForm): string {
  const to = wordingOf(jobs, origin);
  const { short } = moments(origin);
  const rows = lives.map(({ label, job, submit, start, reason, planned, waits }) => {
    const [most] = [...waits].sort((a, b) => b.to - b.from - (a.to - a.from));
    const why = most === undefined ? startWords(reason, job, to) : waitWords(most, job, planned, to);
    const share = most === undefined || waits.length === 1 ? '' : `${durationText(most.to - most.from)}: `;
    return [label, start === submit ? 'at once' : durationText(start - submit), `${short(start)}  ${share}${why}`];
  });
  return `${heading('Policy, wait, start, and why it waited longest', form)}\n${layOut(rows, form)}\n`;
}

const KINDS: readonly (AlternativeKind & { readonly kind: Change['kind'] })[] = [
  { kind: 'without', nothing: withoutWords },
  { kind: 'estimate', nothing: (tried) => `no smaller estimate that covers its run time (${tried} tried)` },
  { kind: 'procs', nothing: (tried) => `no smaller number of processors (${tried} tried)` },
];
