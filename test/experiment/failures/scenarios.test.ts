import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makespan } from '../../cli/recorder.ts';
import { ROOT } from '../../docs/markdown.ts';

const FOLDER = join(ROOT, 'scenarios/failures');
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const place = mkdtempSync(join(tmpdir(), 'makespan-failures-'));
afterAll(() => rmSync(place, { recursive: true }));

const out = (name: string): string[] => ['--out', join(place, name)];

describe('scenarios/failures', () => {
  it('has an answer to nine questions', () => expect(NAMES).toHaveLength(9));

  it.each(NAMES)('%s meets its claims', async (name) => {
    const where = ['--store', join(place, 'runs'), ...out(name), '--executor', 'in-process'];
    const run = await makespan('run', join(FOLDER, name), ...where, '--require-claims', '--quiet');
    expect(run).toMatchObject({ code: 0, err: expect.not.stringContaining('not met') });
  });

  it.each(NAMES)('%s keeps every law in one of its runs', async (name) => {
    const run = await makespan('run', join(FOLDER, name), '--replication', '2', '--check', '--json', ...out(name));
    expect(run).toMatchObject({ code: 0, err: '' });
  });
});
