/** What there is to start from, the first unless another is chosen. */
export const TEMPLATES = ['comparison', 'failures'] as const;
export type Template = (typeof TEMPLATES)[number];

/** What a scenario to start from is made of. */
export interface StarterChoices {
  readonly template: Template;
  /** Where editors find the JSON Schema, relative to the scenario. */
  readonly schema: string;
  /** The user's own trace, its path relative to the scenario; a synthetic workload without it. */
  readonly trace?:
    | {
        readonly path: string;
        /** Named in the question. */
        readonly name: string;
        readonly procs: number;
        /** Whether the scenario must say how large the machine is, since the trace does not, or says otherwise. */
        readonly ownProcs: boolean;
      }
    | undefined;
}

/**
 * A commented scenario to start from, that runs as it stands. Every key of the form that its question is about is in it,
 * those that a first run does not need as comments.
 */
export function starterScenario(choices: StarterChoices): string {
  const { schema, template, trace } = choices;
  return `# yaml-language-server: $schema=${schema}
# A scenario asks one question about one workload. Editors that read the line above complete and check it.

# What the comparison is to answer. It comes first, ends in ? and stands at the top of the report.
question: ${trace === undefined ? SYNTHETIC_QUESTIONS[template] : quoted(TRACE_QUESTIONS[template](trace.name))}

# Where the jobs come from: a trace in the Standard Workload Format (plain or gzip, relative to this file), or a model.
workload:
${trace === undefined ? synthetic(template) : `  trace: ${quoted(trace.path)}\n`}
${PARTS[template](choices)}`;
}

const SYNTHETIC_QUESTIONS: Readonly<Record<Template, string>> = {
  comparison: 'On a busy machine, does the order of the queue matter more than backfilling?',
  failures: 'What do failures of nodes cost, and does backfilling still help under them?',
};
const TRACE_QUESTIONS: Readonly<Record<Template, (name: string) => string>> = {
  comparison: (name) => `Which policy would have served the users of ${name} best?`,
  failures: (name) => `What would failures of nodes have cost the users of ${name}?`,
};

/** What follows the question and the jobs. */
const PARTS: Readonly<Record<Template, (choices: StarterChoices) => string>> = {
  comparison: ({
    trace,
  }) => `# The machine, where it is not to be that of the workload. Would a larger one have helped more than another policy?
${trace?.ownProcs ? '' : '# '}cluster: { procs: ${trace?.procs ?? 141} }

# What is compared, in the order of the table. "makespan policies" lists them all with their options.
policies:
  - fcfs
  - easy
  - easy-sjbf
  - saf(depth=1)
  # The same options as keys, under a name of its own:
  # - { policy: backfill, depth: 4, label: 4 reservations }

${RULES}

# The columns of the table. The report holds every metric in any case.
metrics: [mean_wait, p95_wait, max_wait, mean_bounded_slowdown, utilization]
${trace === undefined ? SEED : ''}`,
  failures: ({ trace }) => failuresParts(trace?.procs ?? SYNTHETIC_PROCS),
};

const RULES = `# The rules of the run, the same for every policy; these are the defaults.
# options: { profile: makespan, pass: instant, order: completions-first, overrun: kill, estimate: requested }`;

const SYNTHETIC_PROCS = 128;

/** Busier machines tell policies apart; under failures the work that is lost comes on top. */
const LOADS: Readonly<Record<Template, number>> = { comparison: 0.85, failures: 0.6 };

const synthetic = (template: Template): string => `  lublin:
    jobs: 2000
    procs: ${SYNTHETIC_PROCS}
    # How much of the machine is asked for, from 0 to about 1; busier machines tell policies apart.
    load: ${LOADS[template]}
    # Users ask for up to 1 + 3 times the run time. With "exact" policies know the future.
    estimates: 3
  # Your own jobs instead of these${template === 'comparison' ? ' (then remove the seed below)' : ''}:
  # trace: week.swf.gz
`;

/** @param procs as many as there are nodes, for a trace tells nothing of them */
const failuresParts = (
  procs: number,
): string => `# The machine: nodes, for only they fail. Make of these what yours are, such as 32 nodes of 4 cores.
cluster:
  groups:
    node: { count: ${procs}, cores: 1, nodes_per_rack: 16 }

# What fails. Lengths of time have units: s, min, h or d. "mtbf" is the mean time from a repair of a node to its next
# failure. The seed below decides when, whatever is scheduled: every policy meets the same failures.
failures:
  nodes: { law: weibull, shape: 0.7, mtbf: 60d, repair: { law: lognormal, mean: 4h, sigma: 1 } }
  # Faults of jobs' own software: this part of runs crashes.
  jobs: { crash: { share: 1% } }
  # Whole racks, and several nodes at almost the same time:
  # racks: { mtbf: 400d, repair: 2h }
  # bursts: { every: 30d, size: 8, within: 10min, repair: 4h }
  # How many repairs are done at once:
  # crew: 2
  # What was recorded, beside or instead of what is drawn; it does not tell "interval: daly" below how often nodes fail.
  # trace: outages.csv

# How failures become known; at once without this key. What a job computes until then is lost.
detection: { heartbeat: 10s, timeout: 1min }

# What jobs save. The interval is a length of time, or that of Young's or Daly's formula for how often nodes fail.
checkpoints: { interval: daly, write: 2min }

# What becomes of jobs after a fault. "retries" bounds how often each is queued again.
recovery:
  retries: { own: 3, nodes: 10 }
  place: head
  # backoff: { first: 1min, factor: 2, most: 1h }
  # quarantine: { failures: 3, within: 7d, for: 1d }
  # spares: 2
  # Your own module may decide instead, see docs/failures.md:
  # coordinator: ./mine.mjs

# What is compared, in the order of the table. "makespan policies" lists them all with their options.
policies:
  - fcfs
  - easy

${RULES}

# The columns of the table. The report holds every metric in any case.
metrics: [mean_wait, goodput, lost_node_hours, checkpoint_overhead, job_interrupts, mean_time_to_recover]

# Names the random streams of what is drawn: another seed gives other failures of the same kind.
seed: 1
`;

const SEED = `
# Names the random streams of the workload: another seed gives other jobs of the same kind.
seed: 1
`;

/** A text as YAML: plain where that is safe and stays a text, else in double quotes, which JSON's are. */
const quoted = (text: string): string => (/^[\w./][\w ./+-]*(\.swf|\.gz|\?)$/.test(text) ? text : JSON.stringify(text));
