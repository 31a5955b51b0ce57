import { toSeconds } from '../../model/time.ts';
import { momentText } from '../views/time-axis.ts';
import { canvasOf, colors, onLook } from './canvas.ts';
import { byId } from './dom.ts';
import type { Store } from './store.ts';

const HEIGHT = 26;
/** A drag shorter than this is a click. */
const LEAST_DRAG = 4;

/** How many jobs were submitted when; a drag over it chooses a window of time. The two fields do the same by keys. */
export function showArrivals(store: Store): void {
  const { jobs, clock } = store.data;
  const place = byId('arrivals');
  if (jobs.length === 0) {
    place.remove();
    return;
  }
  const first = toSeconds(jobs.submit[0]!);
  const last = Math.max(toSeconds(jobs.submit[jobs.length - 1]!), first + 1);
  const { canvas, context, widen } = canvasOf(place, HEIGHT);
  let drag: { readonly begin: number; end: number } | undefined;
  const timeAt = (x: number): number =>
    first + (Math.min(Math.max(x / canvas.clientWidth, 0), 1) * (last - first) || 0);
  const placeOf = (time: number): number => ((time - first) / (last - first)) * canvas.clientWidth;

  const draw = (): void => {
    const width = widen();
    const counts = new Float64Array(width);
    for (let job = 0; job < jobs.length; job++) {
      counts[Math.min(Math.floor(placeOf(toSeconds(jobs.submit[job]!))), width - 1)]! += 1;
    }
    const most = counts.reduce((max, count) => Math.max(max, count), 1);
    const { muted, accent, picked } = colors();
    const { from, to } = store.shown.state;
    const [left, right] = drag
      ? [Math.min(drag.begin, drag.end), Math.max(drag.begin, drag.end)]
      : [from === undefined ? 0 : placeOf(from), to === undefined ? width : placeOf(to)];
    const chosen = drag !== undefined || from !== undefined || to !== undefined;
    context.clearRect(0, 0, width, HEIGHT);
    if (chosen) {
      context.fillStyle = picked;
      context.fillRect(left, 0, right - left, HEIGHT);
    }
    for (let x = 0; x < width; x++) {
      const height = Math.sqrt(counts[x]! / most) * (HEIGHT - 2);
      context.fillStyle = chosen && x >= left && x <= right ? accent : muted;
      context.fillRect(x, HEIGHT - height, 1, height);
    }
  };

  canvas.style.cursor = 'crosshair';
  canvas.addEventListener('pointerdown', (event) => {
    drag = { begin: event.offsetX, end: event.offsetX };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    canvas.title = momentText(Math.round(timeAt(event.offsetX)), clock);
    if (drag === undefined) return;
    drag.end = event.offsetX;
    draw();
  });
  canvas.addEventListener('pointerup', () => {
    if (drag === undefined) return;
    const [left, right] = [Math.min(drag.begin, drag.end), Math.max(drag.begin, drag.end)];
    drag = undefined;
    if (right - left < LEAST_DRAG) return store.choose({ from: undefined, to: undefined });
    // Whole minutes, as the fields show them.
    const minute = (time: number): number => Math.max(Math.floor((time + clock.offset) / 60) * 60 - clock.offset, 0);
    store.choose({ from: minute(timeAt(left)), to: minute(timeAt(right)) + 60 });
  });
  store.watch(draw);
  onLook(draw);
}
