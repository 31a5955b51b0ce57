import { InputError } from '../../model/errors.ts';
import type { ModuleCoordinator } from '../../own/coordinator.ts';
import { MODULE_PATH, type RecoveryForm } from './recovery-form.ts';

/** The path of the user's own coordinator, if the scenario names one. */
export const coordinatorModule = (recovery: RecoveryForm | undefined): string | undefined =>
  recovery?.coordinator !== undefined && MODULE_PATH.test(recovery.coordinator) ? recovery.coordinator : undefined;

/**
 * Loads the user's own coordinator, if the scenario names one, before what is synchronous is built with it.
 * @param folder the scenario's own
 * @returns the error of one that cannot be loaded, which is told with its place when it is needed
 */
export async function loadedCoordinator(
  recovery: RecoveryForm | undefined,
  folder: string,
): Promise<ModuleCoordinator | InputError | undefined> {
  const path = coordinatorModule(recovery);
  if (path === undefined) return undefined;
  // Most scenarios have none of their own, and should not wait for what loads one.
  const { moduleCoordinator } = await import('../../own/coordinator.ts');
  try {
    return await moduleCoordinator(path, folder);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    return cause;
  }
}
