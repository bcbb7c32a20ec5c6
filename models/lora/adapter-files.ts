import { join } from 'node:path'
import { ConfigError } from '../../core/index.ts'
import type { Precision } from '../checkpoint/floats.ts'
import { readJsonFile } from '../checkpoint/json-file.ts'
import type { Shapes } from '../checkpoint/parameters.ts'
import { replaceFolder, writeJsonFile } from '../checkpoint/replace-folder.ts'
import { openSafetensors, type SafetensorsFile } from '../checkpoint/safetensors.ts'
import { writeSafetensors } from '../checkpoint/safetensors-writer.ts'
import type { Weights } from '../tensor.ts'
import { adapterConfigSchema, fromPeftConfig, toPeftConfig } from './adapter-files-config.ts'
import { type LoraConfig, loraShapes } from './config.ts'

const CONFIG = 'adapter_config.json'
const WEIGHTS = 'adapter_model.safetensors'
/** What PEFT puts before the names of modules, in files alone. */
const PREFIX = 'base_model.model.'

/** A LoRA adapter in PEFT's layout, open for reading. */
export interface Adapter extends AsyncDisposable {
  readonly folder: string
  readonly config: LoraConfig
  /** By our names: `<module>.lora_A.weight`. */
  readonly shapes: Shapes
  /** Tensors one after another, as float32, in the order of the model. */
  weights(): Weights
  read(name: string): Promise<Float32Array>
  close(): Promise<void>
}

/**
 * Opens an adapter and checks every tensor of it against the model it is for.
 * @throws ConfigError naming the feature that is not supported, or the first tensor that does not fit.
 */
export async function readAdapter(folder: string, baseShapes: Shapes): Promise<Adapter> {
  const path = join(folder, CONFIG)
  const { config, shapes } = await readConfig(path, baseShapes)
  const file = await openSafetensors(join(folder, WEIGHTS))
  try {
    checkTensors(file, shapes)
  } catch (error) {
    await file.close()
    throw error
  }
  return adapterOf(folder, config, shapes, file)
}

/** Writes an adapter as a folder that PEFT reads, at once or not at all. */
export async function writeAdapter(
  folder: string,
  options: {
    readonly config: LoraConfig
    readonly baseShapes: Shapes
    /** Every tensor of `loraShapes` once, in any order. */
    readonly weights: Weights
    readonly dtype?: Precision
  },
): Promise<void> {
  const { config, baseShapes, weights, dtype = 'f32' } = options
  const shapes = loraShapes(baseShapes, config)
  const isOurs = (name: string) => [CONFIG, WEIGHTS, 'README.md'].includes(name)
  await replaceFolder(folder, isOurs, async (next) => {
    await writeSafetensors(join(next, WEIGHTS), {
      shapes: Object.fromEntries(
        Object.entries(shapes).map(([name, shape]) => [PREFIX + name, shape]),
      ),
      weights: prefixed(weights),
      dtype,
      metadata: { format: 'pt' },
    })
    await writeJsonFile(join(next, CONFIG), toPeftConfig(config))
  })
}

async function* prefixed(weights: Weights): Weights {
  for await (const { name, data } of weights) yield { name: PREFIX + name, data }
}

async function readConfig(
  path: string,
  baseShapes: Shapes,
): Promise<{ readonly config: LoraConfig; readonly shapes: Shapes }> {
  const given = await readJsonFile(path, adapterConfigSchema)
  try {
    const config = fromPeftConfig(given, { path, baseShapes })
    return { config, shapes: loraShapes(baseShapes, config) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(error.message.replace(/^Cannot adapt the model/, `Cannot read ${path}`))
  }
}

function adapterOf(
  folder: string,
  config: LoraConfig,
  shapes: Shapes,
  file: SafetensorsFile,
): Adapter {
  const read = (name: string) => file.read(PREFIX + name)
  return {
    folder,
    config,
    shapes,
    async *weights() {
      for (const name of Object.keys(shapes)) yield { name, data: await read(name) }
    },
    read,
    close: () => file.close(),
    [Symbol.asyncDispose]: () => file.close(),
  }
}

function checkTensors({ path, header }: SafetensorsFile, shapes: Shapes): void {
  const advice = 'check that the adapter is of this model'
  const problem = (reason: string, what = advice) =>
    new ConfigError(`Cannot read ${path}: ${reason} (${what})`)
  for (const [name, expected] of Object.entries(shapes)) {
    const stored = header.tensors.get(PREFIX + name)
    if (!stored) throw problem(`tensor ${name} is missing`)
    if (String(stored.shape) !== String(expected)) {
      throw problem(
        `tensor ${name} has shape [${stored.shape}], and the model asks for [${expected}]`,
      )
    }
    if (!['F32', 'F16', 'BF16'].includes(stored.dtype)) {
      throw problem(`tensor ${name} is ${stored.dtype}`, 'convert it to F32, F16 or BF16')
    }
  }
  for (const stored of header.tensors.keys()) {
    const name = stored.startsWith(PREFIX) ? stored.slice(PREFIX.length) : stored
    if (stored.startsWith(PREFIX) && Object.hasOwn(shapes, name)) continue
    throw problem(`its configuration does not ask for tensor ${name}`)
  }
}
