import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zodProblem } from '../../../core/index.ts'
import { type RunFile, runFileSchema } from '../../run-file.ts'
import { RUN } from '../../store.ts'
import { openTrainingFile } from './training/stored-training-file.ts'
import type { TrainingFile } from './training/training.ts'

/** `run.json` as far as it can be read. */
export interface OpenedRunFile {
  readonly file: Partial<RunFile>
  /** Where it is that of a training run: `file` is empty then. */
  readonly training: TrainingFile | null
  readonly notes: readonly string[]
}

/** Never throws for what stands in the folder: a report of half a run is worth more than none. */
export async function openRunFile(dir: string): Promise<OpenedRunFile> {
  let text: string
  try {
    text = await readFile(join(dir, RUN), 'utf8')
  } catch {
    return unknownRun('run.json is missing: configuration and status are unknown.')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return unknownRun('run.json is not JSON: configuration and status are unknown.')
  }
  if ((value as { kind?: unknown } | null)?.kind === 'training') {
    return { file: {}, training: openTrainingFile(value), notes: [] }
  }
  const whole = runFileSchema.safeParse(value)
  if (whole.success) return { file: whole.data, training: null, notes: [] }
  return {
    file: readableFields(value),
    training: null,
    notes: [
      `run.json was written by another version or changed by hand: ${zodProblem(whole.error)}. What can be read of it is shown.`,
    ],
  }
}

const unknownRun = (note: string): OpenedRunFile => ({ file: {}, training: null, notes: [note] })

function readableFields(value: unknown): Partial<RunFile> {
  if (typeof value !== 'object' || value === null) return {}
  const fields = Object.entries(runFileSchema.shape).flatMap(([name, schema]) => {
    const field = schema.safeParse((value as Readonly<Record<string, unknown>>)[name])
    return field.success && field.data !== undefined ? [[name, field.data] as const] : []
  })
  return Object.fromEntries(fields) as Partial<RunFile>
}
