import * as z from 'zod';
import { needsOneOf } from '../lacking.ts';
import { duration, type MemoryText, memory, priorityFactor, type TimeText, time } from './amounts.ts';
import { type LimitsForm, limits } from './rules-form.ts';

/** Which nodes are meant: all that are in one of these; all there are where nothing is said. */
export interface Selection {
  readonly groups?: readonly string[] | undefined;
  readonly racks?: readonly string[] | undefined;
  readonly nodes?: readonly string[] | undefined;
}

export interface GroupForm {
  readonly count: number;
  readonly cores: number;
  readonly memory?: MemoryText | undefined;
  readonly gpus?: number | undefined;
  readonly gpu_type?: string | undefined;
  readonly storage?: MemoryText | undefined;
  readonly features?: readonly string[] | undefined;
  readonly racks?: number | readonly string[] | undefined;
  readonly nodes_per_rack?: number | undefined;
  readonly speed?: number | undefined;
  readonly speed_of?: Readonly<Record<string, number>> | undefined;
  readonly from?: TimeText | undefined;
}

export interface PartitionForm extends Selection {
  readonly tier?: number | undefined;
  readonly factor?: number | undefined;
  readonly max_time?: TimeText | undefined;
  readonly max_nodes?: number | undefined;
  readonly max_cores?: number | undefined;
  readonly limits?: LimitsForm | undefined;
}

export interface MaintenanceForm extends Selection {
  readonly name?: string | undefined;
  readonly from: TimeText;
  readonly for: TimeText;
  readonly every?: TimeText | undefined;
  readonly times?: number | undefined;
  readonly running?: 'requeue' | 'cancel' | 'finish' | undefined;
}

export interface ReservationForm extends Selection {
  readonly name: string;
  readonly count?: number | undefined;
  readonly from: TimeText;
  readonly for: TimeText;
  readonly accounts?: readonly string[] | undefined;
  readonly users?: readonly UserText[] | undefined;
  readonly running?: 'requeue' | 'cancel' | 'finish' | undefined;
}

/** The machine: so many processors, or nodes with all that is on them. */
export interface ClusterForm {
  readonly procs?: number | undefined;
  readonly groups?: Readonly<Record<string, GroupForm>> | undefined;
  readonly partitions?: Readonly<Record<string, PartitionForm>> | undefined;
  readonly maintenance?: readonly MaintenanceForm[] | undefined;
  readonly reservations?: readonly ReservationForm[] | undefined;
  readonly half_life?: TimeText | undefined;
  readonly after_failure?: 'cancel' | 'hold' | undefined;
}

const name: z.ZodType<string, string> = z
  .string()
  .regex(/^[A-Za-z_][\w.-]*$/, 'must be a name: a letter, then letters, digits, _, . or -');

export const names = (what: string): z.ZodType<string[] | undefined> =>
  z.array(z.string().min(1)).min(1).optional().describe(what);

/** Users of a trace are called by their numbers. */
export type UserText = string | number;
export const user: z.ZodType<UserText> = z.union([z.string().min(1), z.int().min(0)], {
  error: 'must be a user: a name, or a number in the trace',
});

const NODES = 'Nodes by name, such as gpu-3 or gpu-[1-4,7].';
export const selection: Readonly<Record<keyof Selection, z.ZodType<string[] | undefined>>> = {
  groups: names('All nodes of these groups.'),
  racks: names('All nodes in these racks.'),
  nodes: names(NODES),
};

const RUNNING = ['requeue', 'cancel', 'finish'] as const;
const count = z.int().min(1);

const group: z.ZodType<GroupForm> = z
  .strictObject({
    count: count.max(1e6).describe('How many nodes, all alike. They are called GROUP-1, GROUP-2 and so on.'),
    cores: count.describe('Cores of one node.'),
    memory: memory.optional().describe('Memory of one node, such as 256 GiB; a number is GiB. 0 unless given.'),
    gpus: z.int().min(0).optional().describe('GPUs of one node; 0 unless given.'),
    gpu_type: z.string().min(1).optional().describe('The model of its GPUs, which jobs may ask for.'),
    storage: memory.optional().describe('Local storage of one node, as memory is given; 0 unless given.'),
    features: names('What jobs may ask for by name.'),
    racks: z
      .union([count, z.array(name).min(1)], { error: 'must be a number of racks, or a list of their names' })
      .optional()
      .describe('A number of racks, called GROUP-r1 and so on, or their names; the nodes fill them evenly, in order.'),
    nodes_per_rack: count.optional().describe('How many nodes a rack takes, instead of how many racks there are.'),
    speed: z.number().positive().optional().describe('Run times and estimates are divided by it; 1 unless given.'),
    speed_of: z.record(name, z.number().positive()).optional().describe('The speed for jobs of a kind, by kind.'),
    from: z
      .union([time, z.literal('never')])
      .optional()
      .describe('When the nodes join; from the beginning unless given. never: only when an intervention returns them.'),
  })
  .refine(({ racks, nodes_per_rack: each }) => racks === undefined || each === undefined, {
    path: ['nodes_per_rack'],
    message: 'cannot be given beside racks: one follows from the other',
  })
  .refine(({ racks = 1, count: nodes }) => (typeof racks === 'number' ? racks : racks.length) <= nodes, {
    path: ['racks'],
    message: 'are more than there are nodes to fill them',
  })
  .refine(({ gpu_type: type, gpus = 0 }) => type === undefined || gpus > 0, {
    path: ['gpu_type'],
    message: 'is of no use without gpus',
  });

const partition: z.ZodType<PartitionForm> = z.strictObject({
  ...selection,
  tier: z
    .int()
    .optional()
    .describe(
      'Jobs of a higher tier come before all jobs of a lower one, under the policy multifactor only; 1 unless given.',
    ),
  factor: priorityFactor,
  max_time: duration.optional().describe('The longest estimate of a job.'),
  max_nodes: count.optional().describe('The most nodes of a job.'),
  max_cores: count.optional().describe('The most cores of a job.'),
  limits: limits('What all its running jobs may hold together.'),
});

const from = time.describe('When it begins, from the time 0 of the workload on.');
const lasts = duration.describe('How long it lasts.');

const maintenance: z.ZodType<MaintenanceForm> = z
  .strictObject({
    name: z.string().min(1).optional().describe('What reports call it; maintenance unless given.'),
    ...selection,
    from,
    for: lasts,
    every: duration.optional().describe('How long after its beginning it comes again.'),
    times: count.max(10_000).optional().describe('How often it comes in all, with every.'),
    running: z
      .enum(RUNNING)
      .optional()
      .describe('What becomes of a job that has outlived its estimate and still runs there; requeue unless given.'),
  })
  .refine(({ every, times }) => (every === undefined) === (times === undefined), {
    path: ['every'],
    message: 'every and times go together: say how often it comes, too',
  });

const reservation: z.ZodType<ReservationForm> = z.strictObject({
  name: name.describe('What jobs call it that are to run in it.'),
  ...selection,
  count: count.optional().describe('How many of those nodes: the first that nothing else claims at that time.'),
  from,
  for: lasts,
  accounts: names('Whose jobs may name it, those of their users and sub-accounts included.'),
  users: z
    .array(user)
    .min(1)
    .optional()
    .describe('Whose jobs may name it, whatever they work for; the users of a trace are called by their numbers.'),
  running: z
    .enum(RUNNING)
    .optional()
    .describe('What becomes of a job that has outlived its estimate and still runs there; requeue unless given.'),
});

export const clusterForm: z.ZodType<ClusterForm | undefined> = z
  .strictObject({
    procs: count.optional().describe("Processors, in place of the trace header's or the model's."),
    groups: z
      .record(name, group)
      .refine((all) => Object.keys(all).length > 0, 'must not be empty')
      .optional()
      .describe('A machine of nodes, by group; see docs/machines.md.'),
    partitions: z
      .record(name, partition)
      .refine((all) => Object.keys(all).length > 0, 'must not be empty')
      .optional()
      .describe(
        'Nodes under one set of rules; they may overlap. The first is the default of jobs. One, all, unless given.',
      ),
    maintenance: z.array(maintenance).optional().describe('When nodes take no jobs, known from the beginning.'),
    reservations: z.array(reservation).optional().describe('When nodes take only jobs that name the reservation.'),
    half_life: duration
      .optional()
      .describe('After how long past usage counts half as much; it never fades unless given.'),
    after_failure: z
      .enum(['cancel', 'hold'])
      .optional()
      .describe('What becomes of a job whose dependency can never be met; cancel unless given.'),
  })
  .superRefine((given, context) => {
    const { procs, groups } = given;
    if ((procs === undefined) === (groups === undefined)) {
      context.addIssue(needsOneOf(['procs', 'groups']));
      return;
    }
    if (groups !== undefined) return;
    for (const key of Object.keys(given)) {
      if (key === 'procs') continue;
      context.addIssue({ code: 'custom', path: [key], message: 'needs a machine of nodes: cluster.groups, not procs' });
    }
  })
  .meta({
    description: 'The machine, where it is not to be the one of the workload: processors, or nodes.',
    oneOf: [{ required: ['procs'], maxProperties: 1 }, { required: ['groups'] }],
  })
  .optional();
