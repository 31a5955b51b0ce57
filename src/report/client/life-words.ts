import { type CentreGrouping, namesOf, placeIn } from '../../metrics/index.ts';
import type { FinishedRun } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import type { WallClock } from '../../model/wall-clock.ts';
import { nodeNames } from '../machine-lines.ts';
import { livesOf, type Pause } from '../views/lives.ts';
import { afterWords, endingWords, jobName, shareWords, spentWords } from '../views/stretch-words.ts';
import { durationText, momentText } from '../views/time-axis.ts';

/** Texts about stretches, with times on the clock of the page. */
export class LifeWords {
  readonly #clock: WallClock;

  constructor(clock: WallClock) {
    this.#clock = clock;
  }

  span(from: number, until: number): string {
    const [first, last] = [from, until].map((time) => momentText(toSeconds(time), this.#clock));
    return `from ${first} until ${last} (${durationText(toSeconds(until - from))})`;
  }

  job(run: FinishedRun, job: number): string {
    const { jobs } = run;
    const { centre } = run.centre!;
    // What all jobs have in common tells nothing about one.
    const told = (grouping: CentreGrouping, word: string): string[] => {
      const names = namesOf(grouping, centre);
      const name = names[placeIn(grouping, run, job)];
      return names.length > 1 && name !== undefined ? [`${word} ${name}`] : [];
    };
    const more = [...told('user', 'user'), ...told('account', 'account'), ...told('qos', 'QOS')];
    return [`Job ${jobName(jobs, job)}`, ...more].join(', ');
  }

  /** @param node the one that is pointed at */
  stretch(run: FinishedRun, place: number, node?: number): string {
    const { stretches, centre } = run.centre!;
    const one = stretches[place]!;
    const own = livesOf(run).stretches(one.job);
    const { allocation } = one;
    const where =
      node === undefined
        ? `on ${nodeNames(allocation.nodes as Parameters<typeof nodeNames>[0], centre.machine)}`
        : `${shareWords(run, one, node)} of ${centre.machine.nodes[node]!.name}` +
          (allocation.nodes.length > 1 ? `, one of ${allocation.nodes.length} nodes` : '');
    const spent = spentWords(one);
    const which = own.length === 1 ? 'ran' : `stretch ${own.indexOf(place) + 1} of ${own.length}:`;
    return [
      this.job(run, one.job),
      where,
      `${which} ${this.span(one.start, one.end)}`,
      ...(spent === '' ? [] : [`of it ${spent}`]),
      `ended: ${endingWords(run, one)}`,
    ].join('\n');
  }

  pause(run: FinishedRun, pause: Pause): string {
    const one = run.centre!.stretches[pause.stretch]!;
    return [
      this.job(run, one.job),
      `suspended ${this.span(pause.from, pause.until)}, ${afterWords(pause)}`,
      'meanwhile it holds its memory and no cores',
    ].join('\n');
  }
}
