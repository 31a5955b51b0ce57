import { type JobId, NO_JOB } from '../../model/jobs.ts';
import { keepsBack } from '../../model/lines.ts';
import type { NodeId } from '../../model/machine.ts';
import { CORES, GPUS, MEMORY, type ResourceVector, STORAGE } from '../../model/resources.ts';
import type { Time } from '../../model/time.ts';
import type { Closed, Closure, Hindrance, Holder, Lack, OverLimit, QueuePlace, WhyNot } from '../../model/why-not.ts';
import type { CentrePlan } from './centre-plan.ts';
import type { CentreQueue } from './centre-queue.ts';
import type { CentreWorld } from './centre-world.ts';
import type { Future, Hold } from './future.ts';
import { Status } from './lives.ts';
import { anywhere, type Fitting, heldOn, roomOn, whereItWas } from './node-room.ts';
import { lasts, type Search } from './search.ts';

/** What is asked of a run. */
export interface Inquired {
  readonly now: Time;
  readonly world: CentreWorld;
  readonly plan: CentrePlan;
  readonly search: Search;
  readonly future: Future;
  readonly queue: CentreQueue;
}

/** Why a job waits, as things stand at the end of a decision; asking changes nothing. */
export function whyNot(run: Inquired, job: JobId): WhyNot {
  const { world, plan, queue } = run;
  const { book } = world.occupancy;
  const place = placeOf(run, job);
  const until = world.faults?.jobs.backOff(job);
  if (until !== undefined) return { ...place, rule: 'back-off', until };
  if (!world.lives.is(job, Status.queued)) return { ...place, rule: 'dependency', on: world.dependencies.unmet(job) };
  const over = book.overLimit(job);
  if (over !== undefined) return { ...place, rule: 'limit', over, holders: countedBy(world, over) };
  const first = queue.first();
  const ahead = blockedAhead(run, job);
  if (ahead !== undefined)
    return { ...place, rule: 'in-order', by: ahead, of: hindrance(run, ahead), expected: plan.expected(ahead) };
  return { ...place, ...hindrance(run, job), expected: first === job ? plan.expected(job) : undefined };
}

/** The job that, because it did not fit, kept this one from being looked at. */
function blockedAhead({ world: { rules, jobs }, plan }: Inquired, job: JobId): JobId | undefined {
  const blocked = plan.blockedInOrder;
  return blocked.includes(job) ? undefined : blocked.find((one) => keepsBack(rules, jobs, one, job));
}

/** The running jobs that count towards a limit. */
function countedBy({ occupancy }: CentreWorld, { scope, of, held, asks, limit }: OverLimit): Holder[] {
  const counted = occupancy.placed().filter((job) => occupancy.runs(job) && occupancy.book.counts(job, scope));
  const amount = (job: JobId): number => {
    if (of === 'jobs' || of === 'submitted') return 1;
    return of === 'coreTime' ? occupancy.book.charged(job) : occupancy.suited(job).demand[LIMITED[of]]!;
  };
  return counted
    .map((job) => ({ job, part: Math.min(1, amount(job) / (held + asks - limit)) }))
    .filter(({ part }) => part > 0);
}

const LIMITED = { cores: CORES, memory: MEMORY, gpus: GPUS, storage: STORAGE } as const;

function placeOf({ queue, future }: Inquired, job: JobId): QueuePlace {
  const first = queue.first();
  let ahead: number | undefined = 0;
  let one = first;
  for (; one !== NO_JOB && one !== job; one = queue.after(one)) ahead += 1;
  if (one === NO_JOB) ahead = undefined;
  return {
    ahead,
    first,
    score: ahead === undefined ? undefined : queue.scoreOf(job),
    firstScore: first === NO_JOB ? undefined : queue.scoreOf(first),
    place: [...future.holds].find((hold) => hold.job === job)?.from,
  };
}

/** What keeps a job that no limit holds back from starting now. */
function hindrance(run: Inquired, job: JobId): Hindrance {
  const outside = outsideReservation(run, job);
  if (outside !== undefined) return outside;
  const lacking = lackOfRoom(run, job);
  if (lacking !== undefined) return lacking;
  const until = run.future.unheld(() => endIfNow(run, job));
  if (until === undefined) return windowInTheWay(run, job);
  const hold = holdInTheWay(run, job);
  if (hold !== undefined) return { rule: 'would-delay', by: hold.job, at: hold.from, until };
  return { rule: [...run.future.holds].some((one) => one.job === job && one.from > run.now) ? 'own-place' : 'left' };
}

function outsideReservation({ now, world }: Inquired, job: JobId): Hindrance | undefined {
  const { shape, tiers } = world.occupancy.suited(job);
  const window = world.rules.windows[shape.reservation];
  if (window === undefined) return undefined;
  const late = now + lasts(world.occupancy.progress.planned(job), tiers[0]!.speed) > window.until;
  return late || now < window.from ? { rule: 'reservation', window: shape.reservation, late } : undefined;
}

function lackOfRoom(run: Inquired, job: JobId): Hindrance | undefined {
  const { occupancy, statuses } = run.world;
  const fitting = fittingOf(run, job);
  const { tasks, nodes } = fitting;
  const isOnline = (node: number): boolean => statuses.of(node as NodeId) === 'online';
  const free = new Map(nodes.map((node) => [node, occupancy.whenOpen(node as NodeId)]));
  const roomOf = (list: readonly number[]): number =>
    list.reduce((sum, node) => sum + roomOn(fitting, node, free.get(node)!), 0);
  const online = nodes.filter(isOnline);
  const down = nodes.filter((node) => !isOnline(node));
  const room = roomOf(online);
  if (room >= tasks) return undefined;
  if (room + roomOf(down) >= tasks) return { rule: 'nodes', tasks, room, down, closed: closedIn(run.world, down) };
  return {
    rule: 'room',
    tasks,
    room,
    lacks: lacksOf(fitting, online, free),
    holders: holdersOf(run.world, fitting, online, free, tasks - room),
    nodes: nodes.length,
    down: down.length,
    closed: closedIn(run.world, down),
    pinned: occupancy.pinned(job) !== undefined,
  };
}

const CLOSURES = ['down', 'quarantine', 'warned', 'spare'] as const satisfies readonly Closure[];

function closedIn({ faults }: CentreWorld, nodes: readonly number[]): Closed[] {
  if (faults === undefined) return [];
  return CLOSURES.flatMap((why) => {
    const alike = nodes.filter((node) => faults.nodes.closure(node as NodeId) === why);
    return alike.length === 0 ? [] : [{ why, nodes: alike }];
  });
}

function fittingOf({ world: { occupancy, rules }, future }: Inquired, job: JobId): Fitting {
  const { shape, cells } = occupancy.suited(job);
  const allocation = occupancy.pinned(job) === undefined ? undefined : occupancy.allocation(job);
  if (allocation !== undefined) return whereItWas(rules.machine, shape, allocation);
  const nodes = [...cells].flatMap((cell) => future.cells.nodes[cell]!).sort((a, b) => a - b);
  return anywhere(rules.machine, shape, nodes);
}

type Free = ReadonlyMap<number, ResourceVector>;

/** The resources of which alone there is too little. */
function lacksOf({ tasks, asked, roomOf }: Fitting, nodes: readonly number[], free: Free): Lack[] {
  return asked.flatMap((resource) => {
    const room = nodes.reduce((sum, node) => sum + roomOf(node, free.get(node)!, resource), 0);
    const amounts = nodes.map((node) => free.get(node)![resource]!);
    const sum = amounts.reduce((total, amount) => total + amount, 0);
    return room >= tasks ? [] : [{ resource, room, free: sum, most: Math.max(0, ...amounts) }];
  });
}

/** Who would make room if he alone were gone. */
function holdersOf(
  { occupancy, rules, jobs }: CentreWorld,
  fitting: Fitting,
  online: readonly number[],
  free: Free,
  lacking: number,
): Holder[] {
  const { groups, nodes } = rules.machine;
  const counted = new Set(online);
  const { shapes, shape } = jobs.asks!;
  return occupancy.placed().flatMap((job) => {
    const allocation = occupancy.allocation(job)!;
    let tasks = 0;
    for (const [i, node] of allocation.nodes.entries()) {
      if (!counted.has(node)) continue;
      const group = groups[nodes[node]!.group]!;
      const held = heldOn(shapes[shape[job]!]!, group, allocation.tasks[i]!, !occupancy.runs(job));
      const without = free.get(node)!.map((amount, r) => amount + held[r]!);
      tasks += roomOn(fitting, node, without) - roomOn(fitting, node, free.get(node)!);
    }
    return tasks > 0 ? [{ job, part: Math.min(1, tasks / lacking) }] : [];
  });
}

/** When the job would be planned to end if it started now; undefined if it cannot, by what is free, held and blocked. */
function endIfNow({ now, world, search, future }: Inquired, job: JobId): Time | undefined {
  const { occupancy } = world;
  const work = occupancy.progress.planned(job);
  const pinned = occupancy.pinned(job);
  if (pinned !== undefined) {
    const until = now + lasts(work, occupancy.progress.speed(job));
    const { reservation } = occupancy.suited(job).shape;
    return pinned.every((piece) => future.fits(piece, reservation, now, until)) ? until : undefined;
  }
  const tier = search.tierAt(occupancy.suited(job), work, now);
  return tier && now + lasts(work, tier.speed);
}

/** The first window on nodes on which there is room, before the job would end on the slowest of them. */
function windowInTheWay(run: Inquired, job: JobId): Hindrance {
  const { now, world, future } = run;
  const { occupancy } = world;
  const pinned = occupancy.pinned(job);
  const { shape, tiers } = occupancy.suited(job);
  const speed = pinned === undefined ? tiers.at(-1)!.speed : occupancy.progress.speed(job);
  const until = now + lasts(occupancy.progress.planned(job), speed);
  const fitting = fittingOf(run, job);
  const roomy = fitting.nodes.filter((node) => roomOn(fitting, node, occupancy.free(node as NodeId)) > 0);
  const blocks = roomy
    .flatMap((node) => future.blocks[future.cells.cellOf[node]!]!)
    .filter((block) => block.window !== shape.reservation && block.from < until && now < block.until)
    .sort((a, b) => a.from - b.from || a.window - b.window);
  const [first] = blocks;
  // Within its own reservation a job can be too long for the slower of its nodes alone.
  if (first === undefined) return { rule: 'reservation', window: shape.reservation, late: true };
  return { rule: 'window', window: first.window, until };
}

/** The first of what is held for others, in order of beginning, beside which the job does not fit now. */
function holdInTheWay(run: Inquired, job: JobId): Hold | undefined {
  const { future } = run;
  const others = [...future.holds].filter((hold) => hold.job !== job);
  others.sort((a, b) => a.from - b.from || a.job - b.job);
  return future.unheld(() => {
    let held = 0;
    const fitsBeside = (count: number): boolean => {
      for (; held < count; held += 1) future.hold(others[held]!);
      for (; held > count; held -= 1) future.letGo(others[held - 1]!);
      return endIfNow(run, job) !== undefined;
    };
    // The more is held, the less fits, so the first that is too many can be found by halves.
    let [fits, fails] = [0, others.length + 1];
    while (fits + 1 < fails) {
      const middle = (fits + fails) >> 1;
      if (fitsBeside(middle)) fits = middle;
      else fails = middle;
    }
    fitsBeside(0);
    return others[fails - 1];
  });
}
