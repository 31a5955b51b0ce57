import * as z from 'zod';
import { problemsOf } from '../issues.ts';

/** What a value may be, by its kind; what is neither a map nor a list is a text. */
interface Kinds {
  readonly text?: z.ZodType;
  readonly map: z.ZodType;
  readonly list?: z.ZodType;
}

/**
 * A value of one of several forms. It is checked by the one of its kind, so that what is wrong within it is told rather
 * than that it is none of them.
 * @param words what is said of a value of another kind
 */
export function byKind<T>(kinds: Kinds, words: string): z.ZodType<T> {
  return z
    .unknown()
    .superRefine((given, context) => {
      const schema = kinds[kindOf(given)];
      const parsed = schema?.safeParse(given);
      if (schema === undefined || parsed === undefined)
        context.addIssue({ code: 'custom', message: given === undefined ? 'is missing' : words });
      else if (!parsed.success)
        for (const { path, message, atKey } of problemsOf(parsed.error, schema, given))
          context.addIssue(
            atKey === true
              ? { code: 'invalid_key', origin: 'record', issues: [], input: given, path: [...path], message }
              : { code: 'custom', path: [...path], message },
          );
    })
    .meta({ anyOf: Object.values(kinds).map(jsonOf) }) as z.ZodType<unknown> as z.ZodType<T>;
}

function kindOf(given: unknown): keyof Kinds {
  if (Array.isArray(given)) return 'list';
  return typeof given === 'object' && given !== null ? 'map' : 'text';
}

function jsonOf(schema: z.ZodType): object {
  const { $schema, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  return json;
}
