import type { Entity } from '../../model/centre.ts';

/** What everybody is entitled to at one time. */
export interface Entitled {
  readonly entities: readonly Entity[];
  /** By entity, where its shares are percent of what its parent has: how many. */
  readonly percents: ReadonlyMap<number, number>;
  /** Of all nodes, those included that join later. */
  readonly cores: number;
}

/** More than there is to give. */
export interface Excess {
  readonly entity: number;
  /** The key that says too much, within the account or the user. */
  readonly key: readonly string[];
  readonly message: string;
}

/** Everything by which more is promised than there is, or the same cores twice. */
export const excesses = (entitled: Entitled): Excess[] => [
  ...sharesOver(entitled),
  ...promisedTwice(entitled),
  ...promisedBeyondLimits(entitled),
  ...promisedBeyondMachine(entitled),
];

/** Nobody can be entitled to more than all that its parent has. */
function sharesOver({ entities, percents }: Entitled): Excess[] {
  return [...new Set(entities.map(({ parent }) => parent))].flatMap((parent) => {
    const parts = [...percents].filter(([entity]) => entities[entity]!.parent === parent);
    const sum = parts.reduce((total, [, percent]) => total + percent, 0);
    if (sum <= 100) return [];
    const all = parts.map(([entity, percent]) => `${entities[entity]!.name} ${percent}%`).join(', ');
    return [{ entity: parts.at(-1)![0], key: ['shares'], message: `shares come to ${sum}%, over 100%: ${all}` }];
  });
}

/** A guarantee covers all of a branch, so that another one within it would be of no effect. */
function promisedTwice({ entities }: Entitled): Excess[] {
  return promisedIn(entities).flatMap((entity) => {
    const above = ancestors(entities, entity).find((one) => entities[one]!.guarantee > 0);
    if (above === undefined) return [];
    const message = `has no effect, for the guarantee of ${entities[above]!.name} covers its sub-accounts; remove one`;
    return [{ entity, key: ['guarantee'], message }];
  });
}

/** An account cannot be promised, by itself or through its sub-accounts, more than its limit and its burst let it hold. */
function promisedBeyondLimits({ entities }: Entitled): Excess[] {
  return entities.flatMap(({ name, burst, limits, guarantee }, entity) => {
    const branch = promisedIn(entities).filter((one) => one === entity || ancestors(entities, one).includes(entity));
    const sum = branch.reduce((total, one) => total + entities[one]!.guarantee, 0);
    const keys = [
      { key: ['burst'], most: burst },
      { key: ['limits', 'cores'], most: limits.cores ?? Number.POSITIVE_INFINITY },
    ];
    return keys.flatMap(({ key, most }) => {
      if (sum <= most) return [];
      if (guarantee > most)
        return [{ entity, key, message: `is ${most} cores, less than the ${guarantee} guaranteed` }];
      const message = `is over the ${most} cores that ${name} may hold: ${listed(entities, branch)}`;
      return [{ entity: branch.at(-1)!, key: ['guarantee'], message }];
    });
  });
}

function promisedBeyondMachine({ entities, cores }: Entitled): Excess[] {
  const all = promisedIn(entities);
  const sum = all.reduce((total, entity) => total + entities[entity]!.guarantee, 0);
  if (sum <= cores) return [];
  const message = `guarantees come to ${sum} cores, over the ${cores} of the machine: ${listed(entities, all)}`;
  return [{ entity: all.at(-1)!, key: ['guarantee'], message }];
}

const promisedIn = (entities: readonly Entity[]): number[] =>
  entities.flatMap(({ guarantee }, entity) => (guarantee > 0 ? [entity] : []));

/** Parents, from the nearest on. */
export function ancestors(entities: readonly Entity[], entity: number): number[] {
  const { parent } = entities[entity]!;
  return parent < 0 ? [] : [parent, ...ancestors(entities, parent)];
}

const listed = (entities: readonly Entity[], which: readonly number[]): string =>
  which.map((entity) => `${entities[entity]!.name} ${entities[entity]!.guarantee}`).join(', ');
