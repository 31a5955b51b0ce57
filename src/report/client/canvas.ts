import { el } from './dom.ts';

/** A canvas as wide as its place, sharp on every screen. */
export interface Canvas {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** Takes the width of the place; what was drawn is gone. @returns the width in CSS pixels */
  widen(): number;
}

export function canvasOf(place: HTMLElement, height: number): Canvas {
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  canvas.style.height = `${height}px`;
  place.append(canvas);
  const context = canvas.getContext('2d')!;
  return {
    canvas,
    context,
    widen() {
      const width = Math.max(Math.floor(place.clientWidth), 1);
      const scale = devicePixelRatio;
      canvas.style.width = `${width}px`;
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      return width;
    },
  };
}

/** The colours of the page as they are now: light, dark or print. */
export interface Colors {
  readonly page: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly grid: string;
  readonly accent: string;
  readonly picked: string;
  readonly hues: readonly string[];
}

export function colors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    page: read('page'),
    ink: read('ink'),
    muted: read('muted'),
    line: read('line'),
    grid: read('grid'),
    accent: read('accent'),
    picked: read('picked'),
    hues: [0, 1, 2, 3, 4, 5].map((hue) => read(`hue-${hue}`)),
  };
}

/** Red, green and blue of a colour `#rrggbb`. */
export function rgb(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/**
 * Draws again when the page looks different: another width, light or dark, on paper. Paper is always light, and what is
 * printed is what stands on the canvas before the style of paper applies, so the page says itself that it is paper.
 */
export function onLook(draw: () => void): void {
  let waiting = 0;
  const soon = (): void => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  };
  addEventListener('resize', soon);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', soon);
  addEventListener('beforeprint', () => {
    document.documentElement.dataset['paper'] = '';
    draw();
  });
  addEventListener('afterprint', () => {
    document.documentElement.removeAttribute('data-paper');
    draw();
  });
}
