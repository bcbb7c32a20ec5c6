/** Writes the JSON Schemas in the docs, from the zod schemas that read what they describe. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { taskJsonSchema } from '../envs/swe/tasks/json-schema.ts'
import { cassetteJsonSchema } from '../fixtures/cassette/json-schema.ts'

const schemas = {
  'cassette.schema.json': cassetteJsonSchema(),
  'repair-task.schema.json': taskJsonSchema(),
}
const paths = Object.entries(schemas).map(([name, schema]) => {
  const path = fileURLToPath(new URL(`../docs/reference/${name}`, import.meta.url))
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`)
  return path
})
const { status } = spawnSync('npx', ['biome', 'format', '--write', ...paths], { stdio: 'inherit' })
process.exitCode = status ?? 1
