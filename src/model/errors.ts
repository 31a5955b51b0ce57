/**
 * Wrong input from the user: a file, an option, a scenario. Its message is the one line that the command line
 * shows before it exits with code 2, so it names what is wrong, where, and what was expected.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}
