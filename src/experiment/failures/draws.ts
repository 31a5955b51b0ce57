import type { FailuresForm } from './failures-form.ts';
import type { ResilienceForms } from './resilience-form.ts';

/** Whether any of the failures is drawn from the seed; recorded outages and jobs that always fail are not. */
export function failuresDraw({ nodes, racks, power, machine, bursts, jobs, storage }: FailuresForm): boolean {
  const { crash, hang, slow, deadlock } = jobs ?? {};
  const drawn = [nodes, racks, power, machine, bursts, storage, crash, hang, slow, deadlock];
  return drawn.some((part) => part !== undefined);
}

/** Whether anything that befalls a run is drawn from the seed. */
export const faultsDraw = ({
  failures,
  detection,
  checkpoints,
}: Pick<ResilienceForms, 'failures' | 'detection' | 'checkpoints'>): boolean =>
  (failures !== undefined && failuresDraw(failures)) || detection !== undefined || checkpoints?.corrupted !== undefined;
