import type { ScenarioCheck } from '../experiment/check/check.ts';
import { failureText } from './check-junit.ts';
import { isToTell, remarks, verdictWords } from './check-words.ts';

/**
 * What a check found as workflow commands of GitHub Actions, one line each: an error for a run that fails, a notice for
 * one that changed within its budgets, a warning for what is to be known beside.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function checkAnnotations(checks: readonly ScenarioCheck[], version: string): string {
  return checks
    .flatMap((check) => [
      ...check.runs.filter(isToTell).map((run) => {
        const title = `${run.label} ${verdictWords(run)}`;
        return annotation(run.passed ? 'notice' : 'error', check.scenario, title, failureText(check, run));
      }),
      ...remarks(check, version).map((note) => annotation('warning', check.scenario, 'baseline', note)),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

const annotation = (level: 'error' | 'warning' | 'notice', file: string, title: string, message: string): string =>
  `::${level} file=${property(file)},title=${property(title)}::${data(message)}`;

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
