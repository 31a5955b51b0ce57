import { MISSING } from './lacking.ts';
import { type Problem, ScenarioError } from './problem.ts';

/** What is wrong in the parts of a scenario, gathered so that all of it is told at once and nothing twice. */
export class Problems {
  readonly #found = new Map<string, Problem>();

  get all(): readonly Problem[] {
    return [...this.#found.values()];
  }

  add(problems: readonly Problem[]): void {
    for (const problem of problems) {
      const { path, message } = problem;
      // That something is missing is told once, whatever it is needed for.
      const key = JSON.stringify([path, message.startsWith(MISSING) ? '' : message]);
      if (!this.#found.has(key)) this.#found.set(key, problem);
    }
  }

  /**
   * What a part is made to; undefined where it is refused, the reasons of which are gathered.
   * @param isTold whether one of them is to be; all unless given
   */
  async from<T>(
    make: () => T | Promise<T>,
    isTold: (problem: Problem) => boolean = () => true,
  ): Promise<T | undefined> {
    try {
      return await make();
    } catch (cause) {
      if (!(cause instanceof ScenarioError)) throw cause;
      this.add(cause.problems.filter(isTold));
      return undefined;
    }
  }
}
