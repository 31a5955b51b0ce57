import type { Experiment } from './experiment.ts';
import { type OpenScenario, openScenario, scenarioText } from './open-scenario.ts';
import { experimentOf } from './read-experiment.ts';
import { isStudy } from './study/form.ts';
import type { LookOutside } from './trace-file.ts';
import { traceProblems } from './trace-file.ts';

/**
 * Reads a scenario file. Paths in it are relative to the file. Of a study it is the plain comparison at its centre: the
 * first point of its axes and the workload as it is.
 * @throws InputError if the file cannot be read
 * @throws ScenarioError with everything that is wrong in it, one `file:line:column path: ...` line each
 */
export async function loadScenario(path: string): Promise<Experiment> {
  return comparisonOf(openScenario(path), traceProblems);
}

/**
 * The same for a text already in memory; `path` names it in messages and anchors its relative paths. Whether its trace
 * is there is not looked at.
 */
export const parseScenario = async (text: string, path: string): Promise<Experiment> =>
  comparisonOf(scenarioText(text, path), () => []);

async function comparisonOf(scenario: OpenScenario, look: LookOutside): Promise<Experiment> {
  if (!isStudy(scenario.value)) return experimentOf(scenario, look);
  const { studyOf } = await import('./study/load-study.ts');
  return (await studyOf(scenario, look)).experiment;
}
