import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError, fileReason } from '../../core/index.ts'
import { readJsonFile, readJsonFileIfAny } from '../checkpoint/json-file.ts'
import type { Pooling } from './pool.ts'

/** What a folder of sentence-transformers tells of an encoder. */
export interface EncoderFolder {
  readonly name: string
  readonly model: string
  readonly pooling: Pooling
  /** Tokens of a text at most, special ones counted. */
  readonly maxTokens: number
  readonly prompts: { readonly query: string; readonly passage: string }
}

const configSchema = z.looseObject({
  model_type: z.string().optional(),
  max_position_embeddings: z.int().min(3).optional(),
})
const poolingSchema = z.record(z.string(), z.unknown())
const lengthSchema = z.looseObject({ max_seq_length: z.int().min(1).nullish() })
const modulesSchema = z.array(z.looseObject({ type: z.string() }))
const promptsSchema = z.looseObject({ prompts: z.record(z.string(), z.string()).nullish() })

/** Where positions begin behind the padding token's: two of the table are never used. */
const OFFSET_POSITIONS = ['roberta', 'xlm-roberta', 'camembert', 'mpnet']
/** Of what an encoder may be made. */
const MODULES = ['Transformer', 'Pooling', 'Normalize']
const DEFAULT_TOKENS = 512
const POOLINGS: Readonly<Record<string, Pooling>> = {
  pooling_mode_mean_tokens: 'mean',
  pooling_mode_cls_token: 'cls',
  pooling_mode_lasttoken: 'last',
}

/**
 * Reads the layout of sentence-transformers: model.onnx (or onnx/model.onnx), config.json, and where they are
 * 1_Pooling/config.json, sentence_bert_config.json and config_sentence_transformers.json.
 * @throws ConfigError naming what is missing or not supported.
 */
export async function readEncoderFolder(folder: string): Promise<EncoderFolder> {
  const read = <T>(name: string, schema: z.ZodType<T>) =>
    readJsonFileIfAny(join(folder, name), schema)
  const config = await readJsonFile(join(folder, 'config.json'), configSchema)
  const model = ['model.onnx', 'onnx/model.onnx']
    .map((name) => join(folder, name))
    .find((path) => existsSync(path))
  if (model === undefined) {
    throw new ConfigError(
      `Cannot open the encoder ${folder}: there is no model.onnx in it (export it, as optimum-cli does)`,
    )
  }
  for (const { type } of (await read('modules.json', modulesSchema)) ?? []) {
    if (MODULES.some((known) => type.endsWith(`.${known}`))) continue
    throw new ConfigError(
      `Cannot open the encoder ${folder}: its module ${type} is not supported (${MODULES.join(', ')} are)`,
    )
  }
  const pooling = await read('1_Pooling/config.json', poolingSchema)
  const { max_seq_length: sentence } = (await read('sentence_bert_config.json', lengthSchema)) ?? {}
  const { prompts } = (await read('config_sentence_transformers.json', promptsSchema)) ?? {}
  const { model_type: type = '', max_position_embeddings: positions = DEFAULT_TOKENS } = config
  const room = OFFSET_POSITIONS.includes(type) ? positions - 2 : positions
  return {
    name: basename(resolve(folder)),
    model,
    pooling: pooling ? poolingOf(pooling, folder) : 'mean',
    maxTokens: Math.min(room, sentence ?? DEFAULT_TOKENS),
    prompts: {
      query: prompts?.['query'] ?? '',
      passage: prompts?.['passage'] ?? prompts?.['document'] ?? '',
    },
  }
}

function poolingOf(config: Readonly<Record<string, unknown>>, folder: string): Pooling {
  const modes = Object.keys(config).filter(
    (name) => name.startsWith('pooling_mode_') && config[name] === true,
  )
  const [mode = ''] = modes
  const pooling = POOLINGS[mode]
  if (modes.length === 1 && pooling) return pooling
  const told = modes.length === 0 ? 'no mode' : modes.join(' and ')
  throw new ConfigError(
    `Cannot open the encoder ${folder}: pooling by ${told} is not supported (one of ${Object.keys(POOLINGS).join(', ')} is)`,
  )
}

/** SHA-256 of a model and the weights beside it, shortened: of other weights, other vectors. */
export async function hashOfModel(path: string): Promise<string> {
  const hash = createHash('sha256')
  const beside = [`${path}_data`, `${path}.data`].filter((name) => existsSync(name))
  try {
    for (const file of [path, ...beside]) {
      for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array)
    }
  } catch (error) {
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot read ${path}: ${reason} (${advice})`, { cause: error })
  }
  return hash.digest('hex').slice(0, 16)
}
