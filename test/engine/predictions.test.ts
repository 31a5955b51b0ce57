import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import type { JobFacts, JobId } from '../../src/model/jobs.ts';
import { NO_JOB } from '../../src/model/jobs.ts';
import type { ClusterView, Prediction, Scheduler, Simultaneity } from '../../src/model/scheduler.ts';
import { jobTable, type SmallJob } from './jobs.ts';

/** Everything that a prediction was asked and told, in seconds. */
interface Asked {
  readonly log: string[];
  readonly prediction: Prediction;
}

/** @param predicted by row; @param more what each correction adds; all in seconds */
function scripted(predicted: readonly number[], more: number): Asked {
  const log: string[] = [];
  return {
    log,
    prediction: {
      predict(job) {
        log.push(`predict ${job}`);
        return predicted[job]! * 1000;
      },
      learn: (job, ran) => void log.push(`learn ${job} ${ran / 1000}`),
      correct(job, outlived, misses) {
        log.push(`correct ${job} ${outlived / 1000} ${misses}`);
        return outlived + more * 1000;
      },
    },
  };
}

/** EASY with these predictions; `seen` is called with each decision's view and the time that the head gets. */
function easyWith(asked: Asked, seen: (view: ClusterView, shadow: number | undefined) => void = () => {}): Scheduler {
  return {
    name: 'scripted',
    promises: false,
    needsKill: false,
    predicts: () => asked.prediction,
    decide(view, plan) {
      let job = view.queue.first();
      while (job !== NO_JOB && plan.start(job)) job = view.queue.first();
      const shadow = job === NO_JOB ? undefined : plan.reserve(job) / 1000;
      seen(view, shadow);
      for (let one = view.scan.startableAfter(NO_JOB); one !== NO_JOB; one = view.scan.startableAfter(one)) {
        plan.start(one);
      }
    },
  };
}

const INSTANT: Simultaneity = { pass: 'instant', order: 'completions-first' };

function shadows(jobs: readonly SmallJob[], procs: number, asked: Asked, overrun: 'kill' | 'extend' = 'kill') {
  const seen: [now: number, shadow: number | undefined][] = [];
  const scheduler = easyWith(asked, (view, shadow) => void seen.push([view.now / 1000, shadow]));
  const { start } = simulate(jobTable(jobs, overrun), procs, scheduler, { simultaneity: INSTANT });
  return { seen, starts: Array.from(start, (at) => at / 1000) };
}

describe('predictions', () => {
  // Two processors. A runs for 100 s of 300; B, behind it, needs both; then somebody arrives every now and then.
  const knocks = [10, 45, 70, 95].map((submit) => ({ submit, run: 1, est: 500, procs: 2 }));
  const jobs: SmallJob[] = [{ submit: 0, run: 100, est: 300, procs: 1 }, { submit: 0, run: 10, procs: 2 }, ...knocks];

  it('take the place of estimates in the plan, and are corrected when a job outlives them', () => {
    const asked = scripted([20, 10, 5, 5, 5, 5], 30);
    const { seen, starts } = shadows(jobs, 2, asked);
    // Predicted 20 s; corrected to 50 at 20, to 80 at 50, and to 110 at 80.
    expect(seen.slice(0, 5)).toEqual([
      [0, 20],
      [10, 20],
      [45, 50],
      [70, 80],
      [95, 110],
    ]);
    // Nobody is killed by a prediction.
    expect(starts).toEqual([0, 100, 110, 111, 112, 113]);
    expect(asked.log.filter((line) => line.startsWith('correct 0'))).toEqual([
      'correct 0 20 1',
      'correct 0 50 2',
      'correct 0 80 3',
    ]);
  });

  it('are cut at the estimate, and lie no lower than a second', () => {
    const asked = scripted([1000, 0, 5, 5, 5, 5], 30);
    const { seen } = shadows(
      [
        { submit: 0, run: 100, est: 150, procs: 1 },
        { submit: 1, run: 5, procs: 2 },
      ],
      2,
      asked,
    );
    expect(seen.slice(0, 2)).toEqual([
      [0, undefined],
      [1, 150],
    ]);
    const corrected = scripted([20, 10, 5, 5, 5, 5], 1000);
    expect(shadows(jobs, 2, corrected).seen.slice(0, 3)).toEqual([
      [0, 20],
      [10, 20],
      [45, 300],
    ]);
  });

  it('end at the estimate: a job that outlives that is overdue, as it is without predictions', () => {
    const late: SmallJob[] = [{ submit: 0, run: 100, est: 40, procs: 1 }, { submit: 0, run: 10, procs: 2 }, ...knocks];
    const asked = scripted([20, 10, 5, 5, 5, 5], 15);
    const { seen } = shadows(late, 2, asked, 'extend');
    // 20, then 35, then the estimate; from 40 on it is taken to end in the next second.
    expect(seen.slice(0, 5)).toEqual([
      [0, 20],
      [10, 20],
      [45, 46],
      [70, 71],
      [95, 96],
    ]);
    expect(asked.log.filter((line) => line.startsWith('correct 0'))).toEqual(['correct 0 20 1', 'correct 0 35 2']);
  });

  it('learn from ends before arrivals of the same instant, and hear of each job once', () => {
    const asked = scripted([10, 10, 10], 30);
    const two: SmallJob[] = [
      { submit: 0, run: 10, procs: 1 },
      { submit: 10, run: 7, est: 9, procs: 1 },
    ];
    simulate(jobTable(two), 2, easyWith(asked), { simultaneity: INSTANT });
    expect(asked.log).toEqual(['predict 0', 'learn 0 10', 'predict 1', 'learn 1 7']);
    const arrivalsFirst = scripted([10, 10, 10], 30);
    simulate(jobTable(two), 2, easyWith(arrivalsFirst), { simultaneity: { pass: 'event', order: 'arrivals-first' } });
    expect(arrivalsFirst.log).toEqual(['predict 0', 'predict 1', 'learn 0 10', 'learn 1 7']);
  });

  it('are what orders score by', () => {
    const byLength = { name: 'length', varies: false, score: (job: JobId, { estimate }: JobFacts) => estimate[job]! };
    const asked = scripted([10, 9, 3, 6], 30);
    const scheduler: Scheduler = { ...easyWith(asked), order: byLength };
    const four: SmallJob[] = [0, 1, 2, 3].map((submit) => ({ submit, run: 10, est: 10 + submit, procs: 2 }));
    const { start } = simulate(jobTable(four), 2, scheduler, { simultaneity: INSTANT });
    expect(Array.from(start, (at) => at / 1000)).toEqual([0, 30, 10, 20]);
  });

  it('that are no numbers, or over already, are errors of the policy', () => {
    const wrong = (asked: Asked) => () => shadows(jobs, 2, asked);
    expect(wrong(scripted([Number.NaN], 0))).toThrow('the prediction of row 0 is not a number');
    expect(wrong(scripted([20, 10, 5, 5, 5, 5], 0))).toThrow('the corrected prediction of row 0 is over already');
  });

  it('cannot be combined with reservations that are kept', () => {
    const scheduler: Scheduler = {
      ...easyWith(scripted([20, 10], 5)),
      decide: (view, plan) => void plan.keep(view.arrivals[0]!),
    };
    expect(() => simulate(jobTable(jobs), 2, scheduler)).toThrow('a policy that predicts cannot keep reservations');
  });
});
