import { namesOf } from '../../metrics/index.ts';
import type { PageData } from '../views/page-data.ts';
import { allRuns, type SelectedRuns, someRuns } from '../views/selected-report.ts';
import { selectedRows } from '../views/selection.ts';
import { formatState, parseState, type ViewState } from '../views/state.ts';

/** What the views show. */
export interface Shown {
  readonly state: ViewState;
  readonly runs: SelectedRuns;
  /** The place in the report of the policy that is looked at alone: the one picked, else the first. */
  readonly policy: number;
}

type Listener = (shown: Shown, before: Shown | undefined) => void;

const SELECTION = ['user', 'group', 'queue', 'size', 'length', 'from', 'to'] as const;

/** The one place that knows what the reader has chosen; every view listens to it, and none to another view. */
export class Store {
  readonly data: PageData;
  readonly #listeners: Listener[] = [];
  #shown: Shown;

  constructor(data: PageData) {
    this.data = data;
    this.#shown = this.#show(this.#fromAddress(), undefined);
    addEventListener('hashchange', () => {
      // A link to a heading is not a choice.
      if (location.hash === '' || location.hash.includes('=')) this.#become(this.#fromAddress());
    });
  }

  get shown(): Shown {
    return this.#shown;
  }

  /** Calls the listener at once and after every change. */
  watch(listener: Listener): void {
    this.#listeners.push(listener);
    listener(this.#shown, undefined);
  }

  /** Changes a part of what is chosen; undefined takes a choice back. */
  choose(change: ViewState): void {
    const state = { ...this.#shown.state, ...change };
    const hash = formatState(state);
    history.replaceState(null, '', hash === '' ? location.pathname + location.search : `#${hash}`);
    this.#become(state);
  }

  #fromAddress(): ViewState {
    const { policies, workload } = this.data.report;
    return parseState(
      location.hash,
      policies.map(({ label }) => label),
      workload.jobs,
      this.data.centre && namesOf('user', this.data.centre),
    );
  }

  #become(state: ViewState): void {
    const before = this.#shown;
    this.#shown = this.#show(state, before);
    for (const listener of this.#listeners) listener(this.#shown, before);
  }

  #show(state: ViewState, before: Shown | undefined): Shown {
    const { report, jobs } = this.data;
    const picked = report.policies.findIndex(({ label }) => label === state.policy);
    const policy = Math.max(picked, 0);
    // The same jobs need not be gathered again, and their figures are already there.
    if (before !== undefined && SELECTION.every((key) => before.state[key] === state[key])) {
      return { state, runs: before.runs, policy };
    }
    const chosen = SELECTION.some((key) => state[key] !== undefined);
    const rows = chosen ? selectedRows(jobs, state, this.data.centre) : undefined;
    return { state, runs: rows === undefined ? allRuns(this.data) : someRuns(this.data, rows), policy };
  }
}
