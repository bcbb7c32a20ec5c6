import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { ConfigError, messageOf } from '../../../core/index.ts'
import { openJsonSource } from './instances/json-source.ts'

const predictionSchema = z.object({
  instance_id: z.string().min(1),
  model_name_or_path: z.string().default('unknown'),
  model_patch: z.string().nullable(),
})

/** What a model proposes for an instance, as SWE-bench writes it. */
export type Prediction = Readonly<z.infer<typeof predictionSchema>>

/**
 * Predictions by instance id, of a `.jsonl` file, a `.json` list, or a `.json` object by instance id.
 * @throws ConfigError naming file, line and field of the first fault.
 */
export async function readPredictions(path: string): Promise<ReadonlyMap<string, Prediction>> {
  const predictions = new Map<string, Prediction>()
  for await (const { value, where } of rowsOf(path)) {
    const parsed = predictionSchema.safeParse(value)
    const fail = (field: string, reason: string): never => {
      throw new ConfigError(
        `Cannot read predictions ${basename(path)}: ${where(field)}, field ${field}: ${reason} (fix the field or remove the prediction)`,
      )
    }
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const field = String(issue?.path[0] ?? 'prediction')
      const isMissing = !Object.hasOwn(value, field)
      return fail(
        field,
        isMissing ? 'is missing' : (issue?.message ?? '').replace(/^Invalid input: /, ''),
      )
    }
    const { instance_id: id } = parsed.data
    if (predictions.has(id)) fail('instance_id', `${id} has a prediction already`)
    predictions.set(id, parsed.data)
  }
  if (predictions.size > 0) return predictions
  throw new ConfigError(
    `Cannot read predictions ${path}: it holds none (write one JSON object a line)`,
  )
}

/** Writes predictions as SWE-bench reads them: a list for `.json`, else one a line. */
export async function writePredictions(
  path: string,
  predictions: Iterable<Prediction>,
): Promise<void> {
  const all = [...predictions]
  const lines = all.map((prediction) => `${JSON.stringify(prediction)}\n`).join('')
  await writeFile(path, /\.json$/i.test(path) ? `${JSON.stringify(all, null, 2)}\n` : lines)
}

interface PredictionRow {
  readonly value: object
  where(field: string): string
}

async function* rowsOf(path: string): AsyncGenerator<PredictionRow> {
  const byId = /\.json$/i.test(path) ? await readById(path) : undefined
  if (!byId) {
    yield* openExisting(path)
    return
  }
  for (const [id, value] of Object.entries(byId)) {
    yield { value: { instance_id: id, ...value }, where: () => `entry ${id}` }
  }
}

async function* openExisting(path: string): AsyncGenerator<PredictionRow> {
  try {
    yield* openJsonSource(path).rows()
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const reason = isMissing ? 'no such file' : messageOf(error)
    throw new ConfigError(`Cannot read predictions ${path}: ${reason} (check the path)`, {
      cause: error,
    })
  }
}

const byInstance = z.record(z.string(), z.object({ model_patch: z.string().nullable() }).loose())

/** An object whose every entry is a prediction. */
async function readById(path: string): Promise<z.infer<typeof byInstance> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const parsed = byInstance.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
