import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makespan } from '../../cli/recorder.ts';
import { ROOT } from '../../docs/markdown.ts';

const FOLDER = join(ROOT, 'scenarios/machines');
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
/** These replay two years of a trace under several policies, which takes too long for a test. */
const LONG = ['fair-share-and-wide-jobs.yaml', 'maintenance.yaml'];

describe('scenarios/machines', () => {
  it('has an answer to several questions', () => expect(NAMES.length).toBeGreaterThanOrEqual(6));

  it.each(NAMES)('%s is right', async (name) => {
    expect(await makespan('validate', join(FOLDER, name))).toMatchObject({ code: 0, err: '' });
  });

  it.each(NAMES.filter((name) => !LONG.includes(name)))('%s keeps every law and meets its claims', async (name) => {
    const run = await makespan('run', join(FOLDER, name), '--check', '--require-claims', '--quiet');
    expect(run).toMatchObject({ code: 0, err: '' });
  });
});
