import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ConfigError, fileReason, makeFolder } from '../../core/index.ts'
import { encodeModel } from '../engines/onnx/emit/model.ts'
import { join as bytesOf } from '../engines/onnx/emit/protobuf.ts'
import { sizeOf, type Weights } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { inferenceGraph } from './export-onnx-graph.ts'
import { type ExternalPlace, weightField } from './export-onnx-weights.ts'
import { parameterShapes } from './parameters.ts'

/** Protobuf's limit of a file, with room for the graph. */
const LARGEST_FILE = 2 ** 31 - 64 * 2 ** 20

export interface ExportOnnxOptions {
  readonly config: TransformerConfig
  /** Every parameter of the model once, in any order; of an adapted one, merged. */
  readonly weights: Weights
  /** Whether positions are an input, too; by default they are counted from the mask. */
  readonly positionIds?: boolean
  /** Whether weights stand in a file beside, `<path>.data`; by default where one file cannot hold them. */
  readonly externalData?: boolean
}

/**
 * Writes a model as one ONNX graph for inference, at once or not at all, for any runtime of opset 17:
 * `input_ids` and `attention_mask` (int64 `[batch, sequence]`, padding left or right) to `logits`
 * (float32 `[batch, sequence, vocabulary]`).
 * @throws ConfigError where the weights are not the model's, or the file cannot be written.
 */
export async function exportOnnx(path: string, options: ExportOnnxOptions): Promise<void> {
  const { config, weights, positionIds = false } = options
  const shapes = parameterShapes(config)
  const bytes = 4 * Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0)
  const { externalData = bytes > LARGEST_FILE } = options
  if (!externalData && bytes > LARGEST_FILE) {
    throw failed(path, `${bytes} bytes of weights do not fit into it`, 'put them beside it')
  }
  const model = resolve(path)
  const data = `${model}.data`
  const [nextModel, nextData] = [besides(model), besides(data)]
  try {
    await makeFolder(dirname(model))
    await using modelFile = await open(nextModel, 'w')
    await using dataFile = externalData ? await open(nextData, 'w') : undefined
    await append(
      modelFile,
      encodeModel(inferenceGraph(config, { positionIds }), { contrib: false }),
    )
    await writeWeights(path, shapes, weights, async (name, shape, numbers, offset) => {
      const raw = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
      const place: ExternalPlace = { location: basename(data), offset, length: raw.length }
      if (dataFile) await append(dataFile, raw)
      // A field that comes again is merged into the first: the graph is written on at, weight by weight.
      await append(modelFile, bytesOf(weightField(name, shape, dataFile ? place : raw)))
    })
    await modelFile.sync()
    await dataFile?.sync()
    // A model is never beside the weights of another.
    if (externalData) await rm(model, { force: true })
    if (externalData) await rename(nextData, data)
    await rename(nextModel, model)
    if (!externalData) await rm(data, { force: true })
  } catch (error) {
    for (const file of [nextModel, nextData]) await rm(file, { force: true }).catch(() => {})
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw failed(path, ...fileReason(error), error)
  }
}

const besides = (path: string) => join(dirname(path), `.${basename(path)}.palaestra-next`)

const failed = (path: string, reason: string, advice: string, cause?: unknown) =>
  new ConfigError(`Cannot write ${path}: ${reason} (${advice})`, { cause })

async function writeWeights(
  path: string,
  shapes: Readonly<Record<string, readonly number[]>>,
  weights: Weights,
  write: (
    name: string,
    shape: readonly number[],
    numbers: Float32Array,
    offset: number,
  ) => Promise<void>,
): Promise<void> {
  const left = new Set(Object.keys(shapes))
  let offset = 0
  for await (const { name, data } of weights) {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
    if (!shape) throw failed(path, `the model has no parameter ${name}`, 'check the names')
    if (!left.delete(name)) throw failed(path, `${name} came twice`, 'give each once')
    if (data.length !== sizeOf(shape)) {
      throw failed(path, `${name} has ${data.length} numbers`, `it takes ${sizeOf(shape)}`)
    }
    await write(name, shape, data, offset)
    offset += data.byteLength
  }
  const [first] = left
  if (first !== undefined) throw failed(path, `${first} is missing`, 'give all of the model')
}

async function append(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written, Math.min(bytes.length - written, 2 ** 30)))
      .bytesWritten
  }
}
