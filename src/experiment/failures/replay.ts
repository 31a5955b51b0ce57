import { isAbsolute, join } from 'node:path';
import type { RecordedOutage, Source } from '../../failures/source.ts';
import { replay } from '../../failures/sources.ts';
import { failureTraceBytes, readFailureTrace, type TraceOutage } from '../../failures/trace-read.ts';
import { InputError } from '../../model/errors.ts';
import type { NodeId } from '../../model/machine.ts';
import { suggestionOfMany } from '../../model/nearest.ts';
import { shortDigest } from '../digest.ts';
import type { Problem } from '../problem.ts';
import { unreadableFile } from '../trace-file.ts';
import type { FailureSetting } from './failure-setting.ts';
import type { FailuresForm } from './failures-form.ts';

/** Outages that were recorded. */
export interface Recorded {
  readonly source: Source;
  /** Of the content of their file. */
  readonly digest: string;
}

/** The outages of a trace on the nodes of the machine; undefined where no trace is given, or a wrong one. */
export function recordedOutages(
  form: FailuresForm['trace'],
  { named, folder }: FailureSetting,
  problems: Problem[],
): Recorded | undefined {
  if (form === undefined) return undefined;
  const { file, nodes = 'by-name' } = typeof form === 'string' ? { file: form } : form;
  const path = isAbsolute(file) ? file : join(folder, file);
  const unreadable = unreadableFile(path, 'outages as CSV or as events of the Failure Trace Archive');
  if (unreadable !== undefined) {
    problems.push({ path: ['failures', 'trace'], message: unreadable });
    return undefined;
  }
  try {
    const bytes = failureTraceBytes(path);
    const outages = readFailureTrace(path, bytes);
    const known = named.machine.nodes.map(({ name }) => name);
    const rows = nodes === 'by-name' ? known : [...new Set(outages.map(({ node }) => node))];
    const source = replay(onNodes(outages, { path, rows, known, byName: nodes === 'by-name' }));
    return { source, digest: shortDigest(bytes) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push({ path: ['failures', 'trace'], message: error.message });
    return undefined;
  }
}

interface Mapping {
  readonly path: string;
  /** What the trace calls the nodes of the machine, in their order. */
  readonly rows: readonly string[];
  readonly known: readonly string[];
  readonly byName: boolean;
}

function onNodes(outages: readonly TraceOutage[], { path, rows, known, byName }: Mapping): RecordedOutage[] {
  const row = new Map(rows.map((name, node) => [name, node]));
  return outages.map(({ node: name, from, until, cause, line, col }) => {
    const node = row.get(name);
    if (node === undefined)
      throw new InputError(`${path}:${line}:${col}: unknown node '${name}'${suggestionOfMany(name, known)}`);
    if (!byName && node >= known.length)
      throw new InputError(
        `${path}:${line}:${col}: '${name}' is node ${node + 1} of the trace; the machine has ${known.length}`,
      );
    return { node: node as NodeId, from, until, cause };
  });
}
