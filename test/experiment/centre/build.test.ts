import { describe, expect, it } from 'vitest';
import { buildCentre } from '../../../src/experiment/centre/build.ts';
import type { CentreForm } from '../../../src/experiment/centre/centre-form.ts';
import type { Problem } from '../../../src/experiment/problem.ts';
import { jobTable } from '../../engine/jobs.ts';

const cluster = { groups: { cpu: { count: 4, cores: 8, memory: 64 } } };

function built(form: Partial<CentreForm>): ReturnType<typeof buildCentre> & { problems: string[] } {
  const problems: Problem[] = [];
  const centre = buildCentre(
    { cluster, ...form },
    { jobs: undefined, overrun: 'kill', seed: 1, folder: '.' },
    problems,
  );
  return { ...centre, problems: problems.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

describe('a centre from a scenario', () => {
  it('lets everybody into a reservation that names nobody, those too whom only the jobs tell of', () => {
    const reservations = [{ name: 'course', from: '1h', for: '2h' }];
    const { centre, problems } = built({
      cluster: { ...cluster, reservations },
      jobs: [{ name: 'a', run: '1h', user: 'ann', reservation: 'course' }],
    });
    expect(problems).toEqual([]);
    expect(centre.windows[0]!.members.map((entity) => centre.entities[entity]!.name)).toEqual(['default']);
  });

  it('refuses two maintenances of one node at the same time', () => {
    const maintenance = [
      { name: 'disks', from: '1h', for: '2h' },
      { name: 'power', from: '2h', for: '2h', nodes: ['cpu-3'] },
    ];
    const { problems } = built({ cluster: { ...cluster, maintenance } });
    expect(problems).toEqual(['cluster.maintenance.1: overlaps maintenance disks on its nodes']);
  });

  it('lets a later rule say in another way what an earlier one has said', () => {
    const jobs = jobTable([{ submit: 0, run: 10, procs: 8 }]);
    const asks = [{ memory: 2 }, { memory_per_core: 1, procs_per_task: 4 }];
    const table = buildCentre({ cluster, asks }, { jobs, overrun: 'kill', seed: 1, folder: '.' }, []).jobs;
    // Eight processors are two tasks of four cores, with 4 GiB each.
    expect(table.asks!.shapes).toMatchObject([{ tasks: 2, perTask: [4, 4096, 0, 0] }]);
  });
});
