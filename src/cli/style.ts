import pico from 'picocolors';
import type { Terminal } from './terminal.ts';

/** Text styles that do nothing where colours are not wanted. */
export const styles = ({ colors }: Pick<Terminal, 'colors'>): ReturnType<typeof pico.createColors> =>
  pico.createColors(colors);
