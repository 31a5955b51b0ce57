import type { ReportInput } from '../../src/report/report.ts';
import { centre, jobs, run } from '../metrics/fault-fixtures.ts';
import { CENTRE_INPUT } from './centre-fixtures.ts';

/** The run that `run` works out, with its centre. */
export const FAULTY_INPUT: ReportInput = {
  ...CENTRE_INPUT,
  workload: { ...CENTRE_INPUT.workload, jobs, centre, procs: 12 },
  runs: [{ label: 'fcfs', description: 'In order.', spec: 'fcfs', run }],
};
