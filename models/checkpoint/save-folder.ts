import { copyFile, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import { sizeOf, type Weights } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { INDEX, WEIGHTS } from './checkpoint-files.ts'
import type { Precision } from './floats.ts'
import { toHfConfig } from './hf-config.ts'
import { readJsonFileIfAny } from './json-file.ts'
import { parameterShapes, type Shapes } from './parameters.ts'
import { entriesOf, replaceFolder, writeJsonFile } from './replace-folder.ts'
import { bytesOf, createSafetensors, type SafetensorsWriter } from './safetensors-writer.ts'

const CONFIG = 'config.json'
const GENERATION = 'generation_config.json'
const tokenizerFiles = [
  'tokenizer.json',
  'tokenizer_config.json',
  'tokenizer.model',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
  'chat_template.jinja',
  'chat_template.json',
]
const isOurs = (name: string): boolean =>
  [CONFIG, GENERATION, INDEX, WEIGHTS, ...tokenizerFiles].includes(name) ||
  /^model-\d{5}-of-\d{5}\.safetensors$/.test(name)

export interface HfFolderOptions {
  readonly config: TransformerConfig
  /** Every parameter of the model once, in any order. */
  readonly weights: Weights
  readonly dtype?: Precision
  /** Weights above are cut into shards with an index; 5 GB where not given. */
  readonly maxShardBytes?: number
  /** A folder with the tokenizer's files, and with a generation_config.json whose settings stay. */
  readonly copyFrom?: string
  /** Of config.json: `v4` is read by transformers 4 and 5, `v5` by 5 alone. */
  readonly layout?: 'v4' | 'v5'
}

/**
 * Writes a model as a Hugging Face folder, at once or not at all.
 * @throws ConfigError where the weights are not the model's, or the folder holds something else.
 */
export async function saveHfFolder(folder: string, options: HfFolderOptions): Promise<void> {
  const { config, weights, dtype = 'f32', maxShardBytes = 5e9, copyFrom, layout = 'v4' } = options
  if (!(maxShardBytes > 0)) {
    throw new ConfigError(`Cannot write shards of ${maxShardBytes} bytes (give a positive number)`)
  }
  const hf = toHfConfig(config, { layout, dtype })
  const shards = shardsOf(parameterShapes(config), bytesOf(dtype), maxShardBytes)
  const copied = copyFrom === undefined ? [] : await tokenizerOf(copyFrom)
  const generation =
    copyFrom === undefined ? undefined : await readJsonFileIfAny(join(copyFrom, GENERATION), json)
  await replaceFolder(folder, isOurs, async (next) => {
    await writeShards(next, shards, weights, dtype)
    await writeJsonFile(join(next, CONFIG), hf)
    const { bos_token_id, eos_token_id, pad_token_id } = hf
    await writeJsonFile(join(next, GENERATION), {
      ...generation,
      bos_token_id,
      eos_token_id,
      pad_token_id,
    })
    for (const name of copied) {
      await copyFile(join(copyFrom ?? '', name), join(next, name))
      await using file = await open(join(next, name))
      await file.sync()
    }
  })
}

const json = z.record(z.string(), z.unknown())

/** Parameters that fill a file each, in the order of the model; one larger than a shard has its own. */
function shardsOf(shapes: Shapes, bytes: number, most: number): readonly Shapes[] {
  const shards: Record<string, readonly number[]>[] = []
  let filled = 0
  for (const [name, shape] of Object.entries(shapes)) {
    const size = sizeOf(shape) * bytes
    if (shards.length === 0 || filled + size > most) {
      shards.push({})
      filled = 0
    }
    filled += size
    const shard = shards.at(-1)
    if (shard) shard[name] = shape
  }
  return shards
}

async function writeShards(
  folder: string,
  shards: readonly Shapes[],
  weights: Weights,
  dtype: Precision,
): Promise<void> {
  const digits = (n: number) => String(n).padStart(5, '0')
  const nameOf = (index: number) =>
    shards.length === 1
      ? WEIGHTS
      : `model-${digits(index + 1)}-of-${digits(shards.length)}.safetensors`
  const writers: SafetensorsWriter[] = []
  try {
    const places = new Map<string, { readonly file: string; readonly writer: SafetensorsWriter }>()
    for (const [index, shapes] of shards.entries()) {
      const file = nameOf(index)
      const metadata = { format: 'pt' }
      const writer = await createSafetensors(join(folder, file), { shapes, dtype, metadata })
      writers.push(writer)
      for (const name of Object.keys(shapes)) places.set(name, { file, writer })
    }
    for await (const { name, data } of weights) {
      const place = places.get(name)
      if (!place) {
        throw new ConfigError(
          `Cannot write the model: it has no parameter ${name} (give those of its configuration)`,
        )
      }
      await place.writer.write(name, data)
    }
    for (const writer of writers) await writer.finish()
    if (shards.length === 1) return
    const sizes = shards.flatMap((shapes) => Object.values(shapes).map(sizeOf))
    await writeJsonFile(join(folder, INDEX), {
      metadata: { total_size: sizes.reduce((sum, size) => sum + size, 0) * bytesOf(dtype) },
      weight_map: Object.fromEntries([...places].map(([name, { file }]) => [name, file])),
    })
  } finally {
    await Promise.all(writers.map((writer) => writer.close()))
  }
}

async function tokenizerOf(folder: string): Promise<readonly string[]> {
  const names = await entriesOf(folder).catch(() => undefined)
  const found = tokenizerFiles.filter((name) => names?.includes(name))
  if (found.length > 0) return found
  const reason = names ? 'it holds no tokenizer' : 'there is no such folder'
  throw new ConfigError(`Cannot copy a tokenizer from ${folder}: ${reason} (check the path)`)
}
