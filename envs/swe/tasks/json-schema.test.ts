import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { taskSchema } from './format.ts'
import { taskJsonSchema } from './json-schema.ts'

test('the JSON Schema in the docs is that of a line of a task file', async () => {
  const path = new URL('../../../docs/reference/repair-task.schema.json', import.meta.url)

  const stored: unknown = JSON.parse(await readFile(path, 'utf8'))

  const advice =
    'write it again: node --conditions=palaestra-source --import tsx scripts/json-schemas.ts'
  expect(stored, advice).toEqual(taskJsonSchema())
})

test('it names every field, describes each, and takes no others', () => {
  const { properties, additionalProperties } = taskJsonSchema() as {
    readonly properties: Readonly<Record<string, { readonly description?: string }>>
    readonly additionalProperties: boolean
  }

  expect(Object.keys(properties).sort()).toEqual(Object.keys(taskSchema.shape).sort())
  expect(additionalProperties).toBe(false)
  const silent = Object.entries(properties).filter(([, { description }]) => !description)
  expect(silent).toEqual([])
})
