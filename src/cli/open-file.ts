import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';

/** A program that opens pages and is still running after this long, ms, has opened it. */
const PATIENCE = 1500;

/**
 * Opens a file in the program that the system has for it.
 * @returns why it could not be opened, if so
 */
export async function openFile(path: string): Promise<string | undefined> {
  const { env, platform } = process;
  const display = env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? env['WSL_DISTRO_NAME'];
  if (platform === 'linux' && !display) return 'there is no display here';
  const { default: open } = await import('open');
  try {
    const child = await open(path);
    const patience = new AbortController();
    const { signal } = patience;
    // Nobody waits for the program itself, so it is the timer that keeps this process alive for as long as is needed.
    const waited = after(PATIENCE, undefined, { signal }).catch(() => {});
    if (child.exitCode === null) await Promise.race([once(child, 'exit'), waited]);
    patience.abort();
    if (child.exitCode === null || child.exitCode === 0) return undefined;
    return `the program that opens files ended with code ${child.exitCode}`;
  } catch (cause) {
    return (cause as Error).message;
  }
}
