import * as z from 'zod';
import { scenarioSchema } from './schema.ts';

/** What every scenario is checked against in editors: JSON Schema, draft 7, which all of them understand. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      // That a whole number fits a double goes without saying.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) Reflect.deleteProperty(jsonSchema, 'maximum');
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) Reflect.deleteProperty(jsonSchema, 'minimum');
    },
  });
}
