import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import { auditLog } from '../../src/observers/audit.ts';
import { createScheduler } from '../../src/registry.ts';
import { jobTable } from '../engine/jobs.ts';

describe('auditLog', () => {
  it('writes each fact as a line of JSON, times in seconds', () => {
    // A is said to last 4 s and is killed then; B waits for it; both labels are 7.
    const jobs = {
      ...jobTable([
        { submit: 100, run: 10, est: 4, procs: 3 },
        { submit: 101, run: 2, est: 2.5, procs: 4 },
      ]),
      id: [7, 7],
    };
    const lines: string[] = [];
    const observers = [auditLog(jobs, (line) => lines.push(line))];
    simulate(jobs, 4, createScheduler('easy'), { observers });
    expect(lines).toEqual([
      '{"time":100,"fact":"submit","job":7,"row":0,"procs":3,"estimate":4}',
      '{"time":100,"fact":"start","job":7,"row":0,"rule":"in-turn","free":4,"until":104,' +
        '"why":"first of the queue: needs 3, 4 free"}',
      '{"time":101,"fact":"submit","job":7,"row":1,"procs":4,"estimate":2.5}',
      '{"time":101,"fact":"reserve","job":7,"row":1,"at":104,"until":106.5,"kept":false}',
      '{"time":101,"fact":"decision","free":1,"waiting":1,"first":7,"first_row":1,"expected":104,' +
        '"head":7,"head_row":1,"shadow":104,"spare":0,' +
        '"why":"job 7 is first: needs 4, 1 free, expected to start by 104"}',
      '{"time":104,"fact":"end","job":7,"row":0,"killed":true}',
      '{"time":104,"fact":"start","job":7,"row":1,"rule":"in-turn","free":4,"until":106.5,' +
        '"why":"first of the queue: needs 4, 4 free"}',
      '{"time":106,"fact":"end","job":7,"row":1,"killed":false}',
    ]);
  });
});
