/** Writes the JSON Schema of cassettes into the docs, from the zod schema that reads them. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cassetteJsonSchema } from '../fixtures/cassette/json-schema.ts'

const path = fileURLToPath(new URL('../docs/reference/cassette.schema.json', import.meta.url))
writeFileSync(path, `${JSON.stringify(cassetteJsonSchema(), null, 2)}\n`)
const { status } = spawnSync('npx', ['biome', 'format', '--write', path], { stdio: 'inherit' })
process.exitCode = status ?? 1
