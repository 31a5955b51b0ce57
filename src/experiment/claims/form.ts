import * as z from 'zod';
import type { Centre } from '../../model/centre.ts';
import type { PlannedPolicy } from '../experiment.ts';
import type { Problem } from '../problem.ts';
import type { MayCome } from './centre-words.ts';
import { type Claim, compileClaim } from './claim.ts';
import type { ClaimAxis } from './pins.ts';
import { claimPolicies } from './policies.ts';
import { problemsIn } from './problems-in.ts';

const text = z.string().min(1);
const id = z.string().regex(/^[\w.-]+$/, 'an id is made of letters, digits, dots, dashes and underlines');

/** The key `claims` of a scenario: texts, or maps that give a claim an id of its own. */
export const claimsForm: z.ZodType<ClaimsForm> = z
  .array(
    z.union(
      [
        text,
        z.strictObject({ id: id.optional().describe('What results call it.'), claim: text.describe('The claim.') }),
      ],
      { error: 'must be a text, or a map with claim and id' },
    ),
  )
  .min(1)
  .describe('What is expected of the result, such as p95(wait, easy) <= 4h; docs/claims.md has the language.');

export type ClaimsForm = readonly (string | { readonly id?: string | undefined; readonly claim: string })[];

/** The claims of a scenario with their ids, which are `claim-1`, `claim-2` by their places unless they are given. */
export const claimsOf = (form: ClaimsForm): Claim[] =>
  form.map((entry, index) => ({
    id: (typeof entry === 'string' ? undefined : entry.id) ?? `claim-${index + 1}`,
    text: textOf(entry)
      .trim()
      .replaceAll(/\s*\n\s*/g, ' '),
  }));

const textOf = (entry: ClaimsForm[number]): string => (typeof entry === 'string' ? entry : entry.claim);

/** What the claims of a scenario may speak of besides its policies. */
export interface ClaimsSetting {
  /** A machine of nodes as far as it is known before its jobs are. */
  readonly known?: KnownCentre | undefined;
  /** Whether nothing can be said of the machine, so that words that need one of nodes are let pass. */
  readonly checked?: boolean;
  /** Whether there are many runs. */
  readonly study: boolean;
  /** The policy that the study compares with; the first unless given. */
  readonly to?: string | undefined;
  /** The axes of the study. */
  readonly axes?: readonly ClaimAxis[] | undefined;
}

export interface KnownCentre {
  readonly centre: Centre;
  readonly mayCome: MayCome;
  /** Whether runs on it are runs under faults. */
  readonly faults: boolean;
}

/** All that is wrong in the claims of a scenario, each with its place in the text of the claim. */
export function claimProblems(
  form: ClaimsForm,
  policies: readonly PlannedPolicy[],
  { known, checked, study, to, axes }: ClaimsSetting,
): Problem[] {
  const setting = { policies: claimPolicies(policies), study, to, axes, checked, ...known };
  const seen = new Set<string>();
  return claimsOf(form).flatMap((claim, index): Problem[] => {
    const entry = form[index]!;
    const path = ['claims', index];
    const taken = seen.has(claim.id);
    seen.add(claim.id);
    const twice = {
      path: typeof entry === 'string' ? path : [...path, 'id'],
      message: `the id '${claim.id}' is given twice`,
    };
    return [
      ...(taken ? [twice] : []),
      ...problemsIn(typeof entry === 'string' ? path : [...path, 'claim'], () => compileClaim(textOf(entry), setting)),
    ];
  });
}
