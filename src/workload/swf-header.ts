import type { SwfTrace } from '../model/workload.ts';

/**
 * The first positive whole number that a header gives under a name, as in `; MaxProcs: 128`. What follows the number
 * on the line is not looked at, and a line that gives 0 or text is passed over.
 */
function headerCount(header: readonly string[], name: string): number | undefined {
  for (const line of header) {
    const count = Number(headerText(line, name)?.match(/^\+?(\d+)/)?.[1] ?? 0);
    if (count > 0) return count;
  }
  return undefined;
}

/** The first whole number of either sign that a header gives under a name, as in `; TimeZone: -28800`. */
export function headerNumber(header: readonly string[], name: string): number | undefined {
  for (const line of header) {
    const digits = headerText(line, name)?.match(/^[-+]?\d+/)?.[0];
    if (digits !== undefined) return Number(digits);
  }
  return undefined;
}

/** What two of the header's lines say of the machine's size. */
export function machineSize(header: readonly string[]): Pick<SwfTrace, 'maxProcs' | 'maxNodes'> {
  return { maxProcs: headerCount(header, 'MaxProcs'), maxNodes: headerCount(header, 'MaxNodes') };
}

/** The name in a line of the form `; NAME: text`, else whatever stands before its first colon. */
export function headerLabel(line: string): string | undefined {
  return labelled(line)[0]?.trim();
}

/** The text after `; NAME:` if the line is of that form. */
function headerText(line: string, name: string): string | undefined {
  const [label, ...rest] = labelled(line);
  return label?.trim() === name ? rest.join(':').trim() : undefined;
}

const labelled = (line: string): string[] => line.replace(/^[\s;]+/, '').split(':');
