import { ConfigError, ModelError, messageOf } from '../../core/index.ts'
import { loadOnnxRuntime, type OnnxRuntime } from '../engines/onnx/load-onnxruntime.ts'
import { openTokenizer } from '../tokenizer/open-tokenizer.ts'
import { pool, unit } from './pool.ts'
import type { EncoderSetup } from './protocol.ts'
import { tokensAround } from './special-tokens.ts'

export type Encode = (texts: readonly string[]) => Promise<readonly Float32Array[]>

type Session = Awaited<ReturnType<OnnxRuntime['InferenceSession']['create']>>

/** What an encoder may be fed with, by the names that exporters give. */
const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids']

/** Loads an encoder into this thread. `run` of the library blocks it. */
export async function openEncoding(setup: EncoderSetup): Promise<Encode> {
  const { folder, described, device, threads, batch } = setup
  const tokenizer = await openTokenizer(folder)
  const { before, after } = tokensAround(tokenizer)
  const runtime = await loadOnnxRuntime()
  const session = await openSession(runtime, described.model, device, threads)
  const unknown = session.inputNames.find((name) => !INPUTS.includes(name))
  if (unknown !== undefined) {
    throw refused(folder, `its model takes ${unknown}`, `those that take ${INPUTS.join(', ')} do`)
  }
  const room = described.maxTokens - before.length - after.length
  if (room < 1) throw refused(folder, 'no text has room in it', 'see max_seq_length')
  const idsOf = (text: string) => [...before, ...tokenizer.encode(text).slice(0, room), ...after]

  return async (texts) => {
    const rows = texts.map((text, at) => ({ at, ids: idsOf(text) }))
    // Rows of like length stand together: padding is computed for nothing.
    rows.sort((one, other) => one.ids.length - other.ids.length || one.at - other.at)
    const vectors: Float32Array[] = []
    for (let first = 0; first < rows.length; first += batch) {
      const part = rows.slice(first, first + batch)
      const encoded = await encodeRows(part.map(({ ids }) => ids))
      for (const [index, { at }] of part.entries()) {
        vectors[at] = encoded[index] ?? new Float32Array()
      }
    }
    return vectors
  }

  async function encodeRows(
    rows: readonly (readonly number[])[],
  ): Promise<readonly Float32Array[]> {
    // A text without a token is one token long: models take no empty rows.
    const lengths = rows.map(({ length }) => Math.max(1, length))
    const columns = Math.max(...lengths)
    const shape = [rows.length, columns]
    const fill = (value: (row: number, column: number) => number) => {
      const data = new BigInt64Array(rows.length * columns)
      for (let at = 0; at < data.length; at++) {
        data[at] = BigInt(value(Math.floor(at / columns), at % columns))
      }
      return new runtime.Tensor('int64', data, shape)
    }
    const pad = tokenizer.padId ?? 0
    const feeds = {
      input_ids: fill((row, column) => rows[row]?.[column] ?? pad),
      attention_mask: fill((row, column) => (column < (lengths[row] ?? 0) ? 1 : 0)),
      token_type_ids: fill(() => 0),
      position_ids: fill((_, column) => column),
    }
    const wanted = Object.fromEntries(
      Object.entries(feeds).filter(([name]) => session.inputNames.includes(name)),
    )
    const results = await session.run(wanted)
    // Some models pool by themselves.
    const name = ['sentence_embedding', 'last_hidden_state'].find((each) => each in results)
    const output = results[name ?? session.outputNames[0] ?? '']
    const data = output?.data
    const [count, second = 0, size] = output?.dims ?? []
    if (!(data instanceof Float32Array) || count !== rows.length) {
      throw refused(folder, 'its model gives no float32 vectors', 'export it in float32')
    }
    if (size === undefined) {
      return rows.map((_, row) => unit(data.subarray(row * second, (row + 1) * second)))
    }
    return pool(data, [count, second, size], lengths, described.pooling)
  }
}

async function openSession(
  runtime: OnnxRuntime,
  model: string,
  device: EncoderSetup['device'],
  threads: number,
): Promise<Session> {
  try {
    return await runtime.InferenceSession.create(model, {
      executionProviders: [device],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // What fails is thrown: nothing is printed beside it.
      logSeverityLevel: 4,
    })
  } catch (error) {
    const [line = ''] = messageOf(error).split('\n')
    throw new ModelError(`Cannot load ${model} on ${device}: ${line} (see the model)`, {
      cause: error,
    })
  }
}

const refused = (folder: string, reason: string, advice: string) =>
  new ConfigError(`Cannot open the encoder ${folder}: ${reason} (${advice})`)
