import { InputError } from '../../model/errors.ts';
import { jobTest } from './over-jobs.ts';
import { parseClaim } from './parse.ts';

/** `99 % of deadlines`, perhaps after `at least`. */
const SHARE = /^\s*(?:at least|more than|>=?)?\s*(\d+(?:\.\d+)?)\s*%\s*(?:of\b|(?=on[ _-]?time|in time))(.*)$/is;
const ON_TIME = /\bdeadlines?\b|\bon[ _-]?time\b|\bin time\b/i;
/** What stands between the number and what is said of the jobs. */
const JOBS =
  /^\s*(?:(?:all|the|our|these)\s+)*jobs\b(?:\s+(?:that|which|who|where|with|have|having|must|should|are|is|a)\b)*/i;

/** What people write for the words of the language, the longer first. */
const IN_WORDS: readonly (readonly [words: RegExp, meant: string])[] = [
  [/\b(?:no|not) (?:more|longer|later) than\b|\bat most\b|\bup to\b|\bwithin\b/gi, '<='],
  [/\bno(?:t)? (?:less|shorter) than\b|\bat least\b/gi, '>='],
  [/\b(?:less|shorter) than\b|\bunder\b|\bbelow\b/gi, '<'],
  [/\b(?:more|longer) than\b|\bover\b|\babove\b/gi, '>'],
  [/\b(?:waits|waited|waiting|start(?:s|ed)?)\b/gi, 'wait'],
  [/\b(?:run time|runtime|runs)\b/gi, 'run'],
];

/**
 * What to say to a share of the jobs in words, such as `99 % of deadlines` or `90% of jobs wait <= 1h`: what it is in the
 * language, as far as that can be told; undefined for any other text.
 */
export function shareMeant(text: string): string | undefined {
  const [, percent, words] = SHARE.exec(text) ?? [];
  if (percent === undefined) return undefined;
  const condition = conditionMeant(words!.replace(JOBS, ''));
  if (condition !== undefined)
    return `a share of the jobs is written the other way round: share(${condition}) >= ${percent}%`;
  if (ON_TIME.test(text)) return `the share of the deadlines that are kept is on_time: on_time >= ${percent}%`;
  return `a share of the jobs is written share(CONDITION) >= ${percent}%, such as share(wait <= 4h) >= ${percent}%`;
}

/** Words as a condition on each job; undefined for what cannot be read as one. */
function conditionMeant(words: string): string | undefined {
  const condition = IN_WORDS.reduce((left, [pattern, meant]) => left.replaceAll(pattern, meant), words)
    .replaceAll(/\s+/g, ' ')
    .trim();
  try {
    jobTest(parseClaim(condition));
    return condition;
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    return undefined;
  }
}
