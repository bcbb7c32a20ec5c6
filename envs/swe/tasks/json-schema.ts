import { z } from 'zod'
import { taskSchema } from './format.ts'

/** The JSON Schema of a line of a task file, as it stands in the docs; fields with a default may be left out. */
export function taskJsonSchema(): object {
  return { title: 'A repair task of swe/Repair-v0', ...z.toJSONSchema(taskSchema, { io: 'input' }) }
}
