import type { PlannedPolicy } from './experiment.ts';
import { faultsDraw } from './failures/draws.ts';
import type { Problem } from './problem.ts';
import type { ScenarioForm } from './schema.ts';

interface SeedSetting {
  readonly policies: readonly Pick<PlannedPolicy, 'draws'>[];
  /** Whether replications draw from the seed. */
  readonly replicated: boolean;
}

type SeedForm = Pick<ScenarioForm, 'workload' | 'asks' | 'seed' | 'failures' | 'detection' | 'checkpoints'>;

/** A seed that nothing draws from would be an option accepted and ignored, so it is refused. */
export function seedProblems(form: SeedForm, { policies, replicated }: SeedSetting): Problem[] {
  const { asks, seed, failures } = form;
  // These say themselves, where they stand, that they are drawn.
  const told = faultsDraw(form) || asks?.some(({ share }) => share !== undefined) === true;
  const draws = replicated || policies.some((policy) => policy.draws);
  if (seed === undefined) {
    const missing = (what: string): Problem[] => [{ path: ['seed'], message: `is missing: ${what} is drawn from it` }];
    if (told) return [];
    if (isModelled(form)) return missing('a synthetic workload');
    return draws ? missing('something') : [];
  }
  // Beside failures it may stay: other points of a study draw what is replayed here, and what draws comes and goes.
  if (isModelled(form) || draws || told || failures !== undefined) return [];
  return [{ path: ['seed'], message: 'has no effect: a trace draws nothing; remove it', atKey: true }];
}

const isModelled = ({ workload: { lublin, poisson } }: Pick<SeedForm, 'workload'>): boolean =>
  lublin !== undefined || poisson !== undefined;
