import type { PolicyCheck, ScenarioCheck } from '../experiment/check/check.ts';
import { failureText } from './check-junit.ts';
import { moreWords, placeWords, remarks, toTell, verdictWords } from './check-words.ts';

type Level = 'error' | 'warning' | 'notice';

/** GitHub shows ten annotations of each level for a step; the tenth says how many more there are. */
const MOST = 9;

/**
 * What a check found as workflow commands of GitHub Actions, one line each: an error for a policy that fails, a notice for
 * one that changed within its budgets, a warning for what is to be known beside; of each scenario the worst first.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function checkAnnotations(checks: readonly ScenarioCheck[], version: string): string {
  const of = (level: Level, isIt: (policy: PolicyCheck) => boolean): string[] =>
    capped(
      level,
      checks.flatMap((check) =>
        toTell(check.policies.filter(isIt), Number.POSITIVE_INFINITY).shown.map((policy) => {
          const title = `${policy.label}${placeWords(policy)} ${verdictWords(policy)}`;
          return { file: check.scenario, title, message: failureText(check, policy) };
        }),
      ),
    );
  const warnings = checks.flatMap((check) =>
    remarks(check, version).map((message) => ({ file: check.scenario, title: 'baseline', message })),
  );
  return [
    ...of('error', ({ passed }) => !passed),
    ...of('notice', ({ passed }) => passed),
    ...capped('warning', warnings),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

interface Annotation {
  readonly file: string;
  readonly title: string;
  readonly message: string;
}

function capped(level: Level, all: readonly Annotation[]): string[] {
  const more = all.length - MOST;
  const last = more > 0 ? [annotation(level, { ...all[MOST]!, title: 'baseline', message: moreWords(more) })] : [];
  return [...all.slice(0, MOST).map((one) => annotation(level, one)), ...last];
}

const annotation = (level: Level, { file, title, message }: Annotation): string =>
  `::${level} file=${property(file)},title=${property(title)}::${data(message)}`;

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
