/** What a scenario to start from is made of. */
export interface StarterChoices {
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
 * A commented scenario to start from, that runs as it stands. Every key of the form is in it, those that a first run
 * does not need as comments.
 */
export function starterScenario({ schema, trace }: StarterChoices): string {
  return `# yaml-language-server: $schema=${schema}
# A scenario asks one question about one workload. Editors that read the line above complete and check it.

# What the comparison is to answer. It comes first, ends in ? and stands at the top of the report.
question: ${trace === undefined ? 'On a busy machine, does the order of the queue matter more than backfilling?' : quoted(`Which policy would have served the users of ${trace.name} best?`)}

# Where the jobs come from: a trace in the Standard Workload Format (plain or gzip, relative to this file), or a model.
workload:
${trace === undefined ? SYNTHETIC : `  trace: ${quoted(trace.path)}\n`}
# The machine, where it is not to be that of the workload. Would a larger one have helped more than another policy?
${trace?.ownProcs ? '' : '# '}cluster: { procs: ${trace?.procs ?? 141} }

# What is compared, in the order of the table. "makespan policies" lists them all with their options.
policies:
  - fcfs
  - easy
  - easy-sjbf
  - saf(depth=1)
  # The same options as keys, under a name of its own:
  # - { policy: backfill, depth: 4, label: 4 reservations }

# The rules of the run, the same for every policy; these are the defaults.
# options: { profile: makespan, pass: instant, order: completions-first, overrun: kill, estimate: requested }

# The columns of the table. The report holds every metric in any case.
metrics: [mean_wait, p95_wait, max_wait, mean_bounded_slowdown, utilization]
${trace === undefined ? SEED : ''}`;
}

const SYNTHETIC = `  lublin:
    jobs: 2000
    procs: 128
    # How much of the machine is asked for, from 0 to about 1; busier machines tell policies apart.
    load: 0.85
    # Users ask for up to 1 + 3 times the run time. With "exact" policies know the future.
    estimates: 3
  # Your own jobs instead of these (then remove the seed below):
  # trace: week.swf.gz
`;

const SEED = `
# Names the random streams of the workload: another seed gives other jobs of the same kind.
seed: 1
`;

/** A text as YAML: plain where that is safe and stays a text, else in double quotes, which JSON's are. */
const quoted = (text: string): string => (/^[\w./][\w ./+-]*(\.swf|\.gz|\?)$/.test(text) ? text : JSON.stringify(text));
