import { basename } from 'node:path'
import { ConfigError } from '../../core/index.ts'
import type { Weights } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { closeAll, openFiles } from './checkpoint-files.ts'
import type { Precision } from './floats.ts'
import { readHfConfig } from './hf-config.ts'
import { parameterShapes, type Shapes } from './parameters.ts'
import type { SafetensorsFile } from './safetensors.ts'

/** A model in a Hugging Face folder, open for reading. */
export interface Checkpoint extends AsyncDisposable {
  readonly folder: string
  readonly config: TransformerConfig
  readonly shapes: Shapes
  /** Names of the files with weights. */
  readonly files: readonly string[]
  /** How the numbers are stored; they are read as float32. */
  readonly dtypes: readonly Precision[]
  /** All parameters, one after another, in the order of the files. */
  weights(): Weights
  read(name: string): Promise<Float32Array>
  close(): Promise<void>
}

interface Place {
  readonly file: SafetensorsFile
  /** Its name in the file. */
  readonly stored: string
}

const precisions: Readonly<Record<string, Precision>> = { F32: 'f32', F16: 'f16', BF16: 'bf16' }
const HEAD = 'lm_head.weight'
const EMBEDDING = 'model.embed_tokens.weight'

/**
 * Opens a model of a Hugging Face folder. Every parameter is checked before any is read.
 * @throws ConfigError naming the file, and the tensor that does not fit `config.json`.
 */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const config = await readHfConfig(folder)
  const shapes = parameterShapes(config)
  const files = await openFiles(folder)
  let places: ReadonlyMap<string, Place>
  try {
    places = await findParameters(folder, files, config, shapes)
  } catch (error) {
    await closeAll(files)
    throw error
  }
  const dtypes = new Set<Precision>()
  for (const { file, stored } of places.values()) {
    const precision = precisions[file.header.tensors.get(stored)?.dtype ?? '']
    if (precision) dtypes.add(precision)
  }
  const checkpoint: Checkpoint = {
    folder,
    config,
    shapes,
    files: files.map(({ path }) => basename(path)),
    dtypes: [...dtypes],
    async *weights() {
      for (const [name, { file, stored }] of places) yield { name, data: await file.read(stored) }
    },
    async read(name) {
      const place = places.get(name)
      if (place) return place.file.read(place.stored)
      throw new ConfigError(`Cannot read ${folder}: it has no parameter ${name} (check the name)`)
    },
    close: () => closeAll(files),
    [Symbol.asyncDispose]: () => closeAll(files),
  }
  return checkpoint
}

/** Where each parameter is, in the order of the files. */
async function findParameters(
  folder: string,
  files: readonly SafetensorsFile[],
  config: TransformerConfig,
  shapes: Shapes,
): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>()
  let head: Place | undefined
  for (const file of files) {
    const problem = (reason: string, advice: string) =>
      new ConfigError(`Cannot read ${file.path}: ${reason} (${advice})`)
    for (const { name: stored, dtype, shape } of file.header.tensors.values()) {
      if (stored.endsWith('.rotary_emb.inv_freq')) continue
      const name = parameterOf(stored, shapes)
      if (stored === HEAD && config.tiedEmbeddings) {
        head = { file, stored }
        continue
      }
      const expected = Object.hasOwn(shapes, name) ? shapes[name] : undefined
      if (!expected) {
        throw problem(
          `the ${config.family} model of config.json has no tensor ${stored}`,
          'check that they belong together',
        )
      }
      if (places.has(name)) throw problem(`it holds ${name} twice`, 'download or write it again')
      if (!sameShape(shape, expected)) {
        throw problem(
          `tensor ${stored} has shape [${shape}], and [${expected}] by config.json`,
          'check that they belong together',
        )
      }
      if (!precisions[dtype]) {
        throw problem(`tensor ${stored} is ${dtype}`, 'convert it to F32, F16 or BF16')
      }
      places.set(name, { file, stored })
    }
  }
  const missing = Object.keys(shapes).find((name) => !places.has(name))
  if (missing !== undefined) {
    throw new ConfigError(
      `Cannot read ${folder}: tensor ${missing} is missing (check that config.json and weights belong together)`,
    )
  }
  const embedding = places.get(EMBEDDING)
  if (head && embedding && !(await sameBytes(head, embedding))) {
    // transformers 4 ties them, transformers 5 does not: nobody can say which model is meant.
    throw new ConfigError(
      `Cannot read ${folder}: ${HEAD} differs from the embeddings that config.json ties it to (set tie_word_embeddings to false, or delete the tensor)`,
    )
  }
  return places
}

/** The name of a parameter; bare models (Qwen3-Embedding) are stored without `model.`. */
function parameterOf(stored: string, shapes: Shapes): string {
  return Object.hasOwn(shapes, `model.${stored}`) ? `model.${stored}` : stored
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis])

async function sameBytes(a: Place, b: Place): Promise<boolean> {
  const [one, other] = [a, b].map(({ file, stored }) => file.header.tensors.get(stored))
  if (!one || !other || one.dtype !== other.dtype || !sameShape(one.shape, other.shape)) {
    return false
  }
  const others = b.file.chunks(b.stored)[Symbol.asyncIterator]()
  for await (const chunk of a.file.chunks(a.stored)) {
    const { value } = await others.next()
    if (!value || Buffer.compare(chunk, value) !== 0) return false
  }
  return true
}
