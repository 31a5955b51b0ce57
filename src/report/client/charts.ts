import type * as Vega from 'vega';
import type { expressionInterpreter } from 'vega-interpreter';
import { byId } from './dom.ts';

declare const vega: typeof Vega;
declare const vegaInterpreter: typeof expressionInterpreter;

interface Drawn {
  readonly id: string;
  readonly view: Vega.View;
  readonly place: HTMLElement;
  /** The signal that holds the width of the plot. */
  readonly width: string;
}

/** The charts that Vega draws: filled with figures, fitted to their places, one policy picked out. */
export class Charts {
  readonly #drawn: readonly Drawn[];
  /** One change after the other: a chart that is drawn while it is measured has no size. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(specs: Readonly<Record<string, Vega.Spec>>) {
    const loader = vega.loader();
    const refuse = (): Promise<never> => Promise.reject(new Error('this page loads nothing'));
    loader.load = refuse;
    loader.sanitize = refuse;
    this.#drawn = Object.entries(specs).map(([id, spec]) => {
      const place = byId(id);
      const view = new vega.View(vega.parse(spec, undefined, { ast: true }), {
        ...{ expr: vegaInterpreter, renderer: 'svg', container: place, hover: false, loader },
        // A selection without jobs leaves scales without an extent, which is no news to anybody.
        logLevel: vega.Error,
      });
      const child = spec.signals?.some(({ name }) => name === 'child_width') === true;
      return { id, view, place, width: child ? 'child_width' : 'width' };
    });
    let waiting: ReturnType<typeof setTimeout> | undefined;
    addEventListener('resize', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.#queue(fit), 100);
    });
  }

  /** Replaces the figures of all charts for which there are rows. */
  fill(rowsOf: (id: string) => object[] | undefined): void {
    for (const { id, view } of this.#drawn) {
      const rows = rowsOf(id);
      if (rows !== undefined) view.data('figures', rows);
    }
    this.#queue(fit);
  }

  pick(policy: string | undefined): void {
    this.#queue(({ view }) => view.signal('picked', policy ?? null).runAsync());
  }

  /** Settles when all that was asked for has been drawn. */
  done(): Promise<unknown> {
    return this.#work;
  }

  #queue(change: (drawn: Drawn) => Promise<unknown>): void {
    this.#work = this.#work.then(() => Promise.all(this.#drawn.map(change)));
  }
}

/** What axes and titles need beside the plot is known once a chart is drawn; the plot gets the rest of its place. */
async function fit({ view, place, width }: Drawn): Promise<void> {
  await view.runAsync();
  if (place.dataset['wide'] !== undefined) return;
  const beside = Number(place.querySelector('svg')?.getAttribute('width')) - view.signal(width);
  const room = Math.floor(place.clientWidth - beside);
  if (room > 0 && room !== view.signal(width)) await view.signal(width, room).runAsync();
}
