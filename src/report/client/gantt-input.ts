import type { Window } from '../views/density.ts';
import { byId, el } from './dom.ts';
import type { Level } from './gantt-levels.ts';
import { TOP } from './gantt-paint.ts';

const ZOOM = 1.5;
/** Part of the window that an arrow key moves it by. */
const STEP = 0.2;
const LEAST_DRAG = 5;

/** The chart as its controls see it. */
interface Steered {
  readonly level: Level;
  readonly levels: readonly Level[];
  readonly window: Window;
  /** Room for names on the left of the canvas, in pixels. */
  readonly left: number;
  /** The box that the reader draws, in pixels of the canvas. */
  box: { readonly x: number; readonly y: number; toX: number; toY: number } | undefined;
  show(level: Level['name']): void;
  look(window: Window): void;
  reset(): void;
  /** Makes what is seen the window of time of all views. */
  choose(): void;
  draw(): void;
  timeAt(x: number): number;
  placeAt(y: number): number;
  /** What there is to be told about a place of the canvas, and the job there. */
  at(x: number, y: number): { readonly job?: number | undefined; readonly text: string } | undefined;
  pick(job: number): void;
}

/** Wheel, drag, keys and buttons. */
export function listenToGantt(gantt: Steered, canvas: HTMLCanvasElement): void {
  const frame = byId('gantt');
  const zoom = (factor: number, at = (gantt.window.from + gantt.window.to) / 2): void => {
    const { from, to } = gantt.window;
    gantt.look({ ...gantt.window, from: at - (at - from) / factor, to: at + (to - at) / factor });
  };
  const move = (part: number): void => {
    const by = (gantt.window.to - gantt.window.from) * part;
    gantt.look({ ...gantt.window, from: gantt.window.from + by, to: gantt.window.to + by });
  };
  const climb = (part: number): void => {
    const by = (gantt.window.high - gantt.window.low) * part;
    gantt.look({ ...gantt.window, low: gantt.window.low + by, high: gantt.window.high + by });
  };
  listenToKeys(frame, { zoom, move, climb, reset: () => gantt.reset() });
  listenToWheel(frame, canvas, { zoom, move }, (x) => gantt.timeAt(x));
  listenToPointer(frame, canvas, gantt);
  const buttons: [string, string, () => void][] = [
    ['zoom in', '+', () => zoom(ZOOM)],
    ['zoom out', '−', () => zoom(1 / ZOOM)],
    ['earlier', '←', () => move(-STEP)],
    ['later', '→', () => move(STEP)],
    ['All of it', 'All', () => gantt.reset()],
  ];
  byId('gantt-controls').append(
    levelSelect(gantt),
    ...buttons.map(([name, sign, act]) => {
      const button = el('button', { type: 'button', 'aria-label': name, title: name }, sign);
      button.addEventListener('click', act);
      return button;
    }),
    choiceButton(gantt),
  );
}

function levelSelect(gantt: Steered): HTMLElement {
  const select = el(
    'select',
    { id: 'gantt-level' },
    ...gantt.levels.map(({ name, title }) => el('option', { value: name }, title)),
  );
  select.value = gantt.level.name;
  select.addEventListener('change', () => gantt.show(select.value as Level['name']));
  return el('label', {}, el('span', {}, 'Show'), select);
}

function choiceButton(gantt: Steered): HTMLElement {
  const button = el('button', { type: 'button' }, 'Only jobs submitted in this time');
  button.addEventListener('click', () => gantt.choose());
  return button;
}

interface Moves {
  zoom(factor: number, at?: number): void;
  move(part: number): void;
  climb(part: number): void;
  reset(): void;
}

function listenToKeys(frame: HTMLElement, { zoom, move, climb, reset }: Moves): void {
  const acts: Readonly<Record<string, () => void>> = {
    '+': () => zoom(ZOOM),
    '=': () => zoom(ZOOM),
    '-': () => zoom(1 / ZOOM),
    '0': reset,
    ArrowLeft: () => move(-STEP),
    ArrowRight: () => move(STEP),
    ArrowUp: () => climb(-STEP),
    ArrowDown: () => climb(STEP),
  };
  frame.addEventListener('keydown', (event) => {
    const act = acts[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}

/** The wheel belongs to the page until the reader has turned to the chart, by a click, by keys, or with Ctrl. */
function listenToWheel(
  frame: HTMLElement,
  canvas: HTMLCanvasElement,
  { zoom, move }: Pick<Moves, 'zoom' | 'move'>,
  timeAt: (x: number) => number,
): void {
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (document.activeElement !== frame && !event.ctrlKey) return;
      event.preventDefault();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) move(event.deltaX / canvas.clientWidth);
      else zoom(Math.exp(-event.deltaY / 300), timeAt(event.offsetX));
    },
    { passive: false },
  );
}

/** A drag draws a box to zoom into, a click picks the job under it, a pointer at rest is told about it. */
function listenToPointer(frame: HTMLElement, canvas: HTMLCanvasElement, gantt: Steered): void {
  const tip = el('div', { class: 'tip', hidden: true });
  frame.append(tip);
  canvas.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch' || event.offsetX < gantt.left || event.offsetY < TOP) return;
    gantt.box = { x: event.offsetX, y: event.offsetY, toX: event.offsetX, toY: event.offsetY };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (gantt.box !== undefined) {
      gantt.box.toX = event.offsetX;
      gantt.box.toY = event.offsetY;
      tip.hidden = true;
      return gantt.draw();
    }
    const found = gantt.at(event.offsetX, event.offsetY);
    tip.hidden = found === undefined;
    canvas.style.cursor = found?.job === undefined ? 'crosshair' : 'pointer';
    if (found === undefined) return;
    tip.textContent = found.text;
    tip.style.left = `${Math.min(event.offsetX + 14, frame.clientWidth - tip.offsetWidth - 4)}px`;
    tip.style.top = `${event.offsetY + 14}px`;
  });
  // What lies under a pointer at rest is another thing once the picture has moved.
  for (const kind of ['pointerleave', 'wheel'] as const) canvas.addEventListener(kind, () => (tip.hidden = true));
  frame.addEventListener('keydown', () => {
    tip.hidden = true;
  });
  canvas.addEventListener('click', (event) => {
    frame.focus({ preventScroll: true });
    const { box } = gantt;
    gantt.box = undefined;
    if (box !== undefined && Math.abs(box.toX - box.x) >= LEAST_DRAG) {
      const [left, right] = [Math.min(box.x, box.toX), Math.max(box.x, box.toX)];
      const [top, bottom] = [Math.min(box.y, box.toY), Math.max(box.y, box.toY)];
      const places =
        gantt.level.height !== undefined && bottom - top >= LEAST_DRAG
          ? { low: Math.floor(gantt.placeAt(top)), high: Math.ceil(gantt.placeAt(bottom)) }
          : {};
      return gantt.look({ ...gantt.window, ...places, from: gantt.timeAt(left), to: gantt.timeAt(right) });
    }
    const job = gantt.at(event.offsetX, event.offsetY)?.job;
    if (job === undefined) gantt.draw();
    else gantt.pick(job);
  });
}
