import { distance } from 'fastest-levenshtein';

/**
 * Up to this many edits a wrong name is taken for a slip of the keyboard rather than for something else: no more than
 * three, and in a short name no more than half of its letters, since any two short names are a few edits apart; where
 * at least the first letter is right, all of the others may be wrong.
 */
const MAX_EDITS = 3;
function mostEdits(wrong: string, name: string): number {
  const begun = wrong[0]?.toLowerCase() === name[0]?.toLowerCase();
  return Math.min(MAX_EDITS, begun ? wrong.length - 1 : Math.ceil(wrong.length / 2));
}

/**
 * The known name that `wrong` was most likely meant to be, if any is near enough. Of equally near ones the one of the
 * most similar length: swapped letters, the commonest slip, count as two edits but keep the length.
 */
export function nearest(wrong: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = MAX_EDITS + 1;
  for (const name of known) {
    const edits = distance(wrong.toLowerCase(), name.toLowerCase());
    if (edits > mostEdits(wrong, name) || edits >= name.length) continue;
    const closer = best !== undefined && Math.abs(name.length - wrong.length) < Math.abs(best.length - wrong.length);
    if (edits < least || (edits === least && closer)) [best, least] = [name, edits];
  }
  return best;
}

/** Nobody reads a longer list than this. */
const MOST_NAMES = 60;
/** Names that somebody has given to many things alike are not looked through: some show how they are written. */
const SOME_NAMES = 8;

/** `; did you mean X?` where a known name is near, else the list of what there is. */
export const suggestion = (wrong: string, known: readonly string[]): string => suggested(wrong, known, MOST_NAMES);

/** The same for names of which there may be very many, as of jobs, users and nodes. */
export const suggestionOfMany = (wrong: string, known: readonly string[]): string =>
  suggested(wrong, known, SOME_NAMES);

function suggested(wrong: string, known: readonly string[], most: number): string {
  if (known.length === 0) return '';
  const near = nearest(wrong, known);
  if (near !== undefined) return `; did you mean ${near}?`;
  const more = known.length > most ? `, ... and ${known.length - most} more` : '';
  return `; expected one of: ${known.slice(0, most).join(', ')}${more}`;
}
