import { expect, it } from 'vitest';
import type { JobForm } from '../../../src/experiment/centre/asks-form.ts';
import { intervalBy } from '../../../src/failures/checkpoints/interval.ts';
import { fewestNodes, uncheckpointed } from '../../../src/failures/checkpoints/uncheckpointed.ts';
import type { JobId } from '../../../src/model/jobs.ts';
import { HOUR, MINUTE, settingOf } from '../../experiment/failures/setting.ts';

const CLUSTER = { groups: { thin: { count: 4, cores: 2 }, fat: { count: 2, cores: 8, gpus: 2 } } };
const settingFor = (...jobs: readonly JobForm[]) => settingOf({ cluster: CLUSTER, jobs }, []);

it.each<[Omit<JobForm, 'name' | 'run'>, number]>([
  // Eight cores fit on one fat node, nine do not; with a GPU each, two tasks fit on one.
  [{ tasks: 8 }, 1],
  [{ tasks: 9 }, 2],
  [{ tasks: 3, gpus: 1 }, 2],
  [{ tasks: 3, layout: 'spread' }, 3],
  [{ nodes: 2 }, 2],
])('%j runs on at least %d nodes', (ask, nodes) => {
  const { named, jobs } = settingFor({ name: 'a', run: '1h', ...ask });
  expect(fewestNodes(jobs.asks!.shapes[jobs.asks!.shape[0]!]!, named.machine)).toBe(nodes);
});

it('a job takes no checkpoint if it ends before one is due', () => {
  // sqrt(2 x 5 x 1440) = 120 min on one node and, as two nodes fail twice as often, 84.9 min on two.
  const { jobs } = settingFor(
    { name: 'a', run: '2h' },
    { name: 'b', run: '121min' },
    { name: 'c', run: '84min', nodes: 2 },
    { name: 'd', run: '85min', nodes: 2 },
  );
  const interval = intervalBy({ kind: 'young', mtbf: 24 * HOUR });
  const costs = (job: JobId) => ({ nodes: job < 2 ? 1 : 2, write: 5 * MINUTE, read: 0 });
  expect(uncheckpointed({ interval }, jobs, costs)).toBe(2);
});
