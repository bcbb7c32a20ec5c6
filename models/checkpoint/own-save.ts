import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError, codeOf, fileReason, hashJson, type Json } from '../../core/index.ts'
import type { Weights } from '../tensor.ts'
import { closeAll } from './checkpoint-files.ts'
import { readJsonFile } from './json-file.ts'
import type { Shapes } from './parameters.ts'
import { entriesOf, replaceFolder, writeJsonFile } from './replace-folder.ts'
import { openSafetensors, type SafetensorsFile } from './safetensors.ts'
import { writeSafetensors } from './safetensors-writer.ts'

const STATE = 'state.json'
const FORMAT = 'palaestra-state'

/** What training needs to go on as if it had never stopped, beside the tensors. */
export interface TrainingState {
  /** Of training: the save's name. */
  readonly step: number
  /** Updates the optimizer has made: AdamW's bias correction depends on it. */
  readonly optimizerStep: number
  /** What the engine was built from. */
  readonly engine: Json
  /** States of the streams of random numbers, by name. */
  readonly rng: Json
  readonly extra: Json
}

export interface StateToSave extends Omit<TrainingState, 'extra'> {
  readonly extra?: Json
  /** Tensors by group, a file each: `weights`, the moments `m` and `v` ... Kept as float32. */
  readonly tensors: Readonly<Record<string, { readonly shapes: Shapes; readonly weights: Weights }>>
  /** How many saves stay; all of them where not given. The one just made always stays. */
  readonly keep?: number
}

/** A save, verified and open for reading. */
export interface SavedState extends TrainingState, AsyncDisposable {
  readonly path: string
  readonly tensors: Readonly<Record<string, SavedTensors>>
  close(): Promise<void>
}

export interface SavedTensors {
  readonly shapes: Shapes
  /** All of the group, one after another, in the order they were declared. */
  weights(): Weights
  read(name: string): Promise<Float32Array>
}

const json = z.json() as z.ZodType<Json>
const stateSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(1),
  step: z.int().nonnegative(),
  optimizerStep: z.int().nonnegative(),
  engine: json,
  rng: json,
  extra: json,
  /** By file name. */
  files: z.record(
    z.string().regex(/^[\w-]+\.safetensors$/),
    z.strictObject({ sha256: z.string(), bytes: z.int().nonnegative() }),
  ),
  /** Of all of the above. */
  checksum: z.string(),
})

const nameOf = (step: number): string => `step-${String(step).padStart(8, '0')}`

/**
 * Saves a state as `step-00000042/` in a folder, at once or not at all; gives the save's path.
 * One process writes to a folder at a time.
 */
export async function saveState(folder: string, state: StateToSave): Promise<string> {
  const { tensors, keep = Infinity, extra = null, step, optimizerStep, engine, rng } = state
  const said = { step, optimizerStep, engine, rng, extra }
  checkState(folder, state)
  const path = join(folder, nameOf(step))
  await sweep(folder)
  await replaceFolder(path, isOurs, async (next) => {
    const files: Record<string, { readonly sha256: string; readonly bytes: number }> = {}
    for (const [group, { shapes, weights }] of Object.entries(tensors)) {
      const file = `${group}.safetensors`
      await writeSafetensors(join(next, file), { shapes, weights })
      files[file] = await digest(join(next, file))
    }
    const content = { format: FORMAT, version: 1, ...said, files }
    await writeJsonFile(join(next, STATE), { ...content, checksum: hashJson(content) })
  })
  const others = (await stepsOf(folder)).filter((other) => other !== step)
  const surplus = Math.max(0, others.length + 1 - Math.max(1, keep))
  for (const old of others.slice(0, surplus)) {
    await rm(join(folder, nameOf(old)), { recursive: true, force: true })
  }
  return path
}

/** Steps that were saved in a folder, ascending. */
export async function stepsOf(folder: string): Promise<readonly number[]> {
  const names = await entriesOf(folder).catch((error: unknown) => {
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot load ${folder}: ${reason} (${advice})`, { cause: error })
  })
  return (names ?? [])
    .flatMap((name) => /^step-(\d{8,})$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}

/**
 * Opens the last save of a folder, or the one of a step. Every file is verified before any is read.
 * @throws ConfigError naming the file that is not as it was saved.
 */
export async function loadState(
  folder: string,
  options: { readonly step?: number } = {},
): Promise<SavedState> {
  const steps = await stepsOf(folder)
  const wanted = options.step ?? steps.at(-1)
  if (wanted === undefined) {
    throw new ConfigError(`Cannot load ${folder}: it holds no save (check the path)`)
  }
  if (!steps.includes(wanted)) {
    throw new ConfigError(
      `Cannot load ${folder}: it holds no save of step ${wanted} (choose from ${steps.join(', ')})`,
    )
  }
  const path = join(folder, nameOf(wanted))
  const older = steps.filter((step) => step < wanted).at(-1)
  const changed = (file: string) =>
    new ConfigError(
      `Cannot load ${join(path, file)}: it is not as it was saved (${older === undefined ? 'restore it' : `load step ${older}`})`,
    )
  const { checksum, files, ...said } = await readJsonFile(join(path, STATE), stateSchema)
  if (hashJson({ ...said, files }) !== checksum || said.step !== wanted) throw changed(STATE)
  for (const [file, expected] of Object.entries(files)) {
    const found = await digest(join(path, file))
    if (found.sha256 !== expected.sha256 || found.bytes !== expected.bytes) throw changed(file)
  }
  const opened: SafetensorsFile[] = []
  const tensors: Record<string, SavedTensors> = {}
  try {
    for (const name of Object.keys(files)) {
      const file = await openSafetensors(join(path, name))
      opened.push(file)
      tensors[name.replace(/\.safetensors$/, '')] = tensorsOf(file)
    }
  } catch (error) {
    await closeAll(opened)
    throw error
  }
  const { step, optimizerStep, engine, rng, extra } = said
  const close = () => closeAll(opened)
  return {
    ...{ step, optimizerStep, engine, rng, extra },
    path,
    tensors,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function tensorsOf(file: SafetensorsFile): SavedTensors {
  const stored = [...file.header.tensors.values()]
  return {
    shapes: Object.fromEntries(stored.map(({ name, shape }) => [name, shape])),
    async *weights() {
      for (const { name } of stored) yield { name, data: await file.read(name) }
    },
    read: (name) => file.read(name),
  }
}

const isOurs = (name: string): boolean => name === STATE || name.endsWith('.safetensors')

function checkState(folder: string, { step, optimizerStep, keep, tensors, ...rest }: StateToSave) {
  const problem = (reason: string, advice: string) =>
    new ConfigError(`Cannot save in ${folder}: ${reason} (${advice})`)
  for (const [name, count] of Object.entries({ step, optimizerStep })) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw problem(`${name} is ${count}`, 'give a whole number')
    }
  }
  if (keep !== undefined && !(keep >= 1)) throw problem(`keep is ${keep}`, 'keep at least one')
  const group = Object.keys(tensors).find((name) => !/^[\w-]+$/.test(name))
  if (group !== undefined) throw problem(`${group} is no file name`, 'use letters and digits')
  // What JSON cannot hold would come back as null.
  JSON.stringify(rest, (key, value: unknown) => {
    if (typeof value !== 'number' || Number.isFinite(value)) return value
    throw problem(`${key} is ${value}`, 'JSON holds finite numbers')
  })
}

/** Removes what a crash left of a save that never was. */
async function sweep(folder: string): Promise<void> {
  for (const name of (await entriesOf(folder).catch(() => undefined)) ?? []) {
    if (!/^\.step-\d+\.palaestra-next$/.test(name)) continue
    await rm(join(folder, name), { recursive: true, force: true })
  }
}

async function digest(path: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  try {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk)
    return { sha256: hash.digest('hex'), bytes: (await stat(path)).size }
  } catch (error) {
    const [reason, advice] =
      codeOf(error) === 'ENOENT' ? ['the file is missing', 'load an older save'] : fileReason(error)
    throw new ConfigError(`Cannot load ${path}: ${reason} (${advice})`, { cause: error })
  }
}
