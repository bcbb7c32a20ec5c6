import { availableParallelism } from 'node:os'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import { ConfigError, type Embedder, hashJson, ModelError, messageOf } from '../../core/index.ts'
import { threadFlags } from '../../core/thread-flags.ts'
import { hashOfModel, readEncoderFolder } from './folder.ts'
import { type EncoderDevice, type EncoderSetup, encoderDevices, type Reply } from './protocol.ts'

export interface OnnxEncoderOptions {
  /** Of sentence-transformers: model.onnx, tokenizer.json, config.json, and 1_Pooling/config.json where it is. */
  readonly folder: string
  /** Default `cpu`. */
  readonly device?: EncoderDevice | undefined
  /** Of the CPU (default: as many as the machine has). */
  readonly threads?: number | undefined
  /** Texts that are encoded at once (default 32). */
  readonly batch?: number | undefined
  /** Tokens of a text at most (default: what the folder says). What is longer is cut. */
  readonly maxTokens?: number | undefined
  /** Before a query, and before a passage (default: the prompts of the folder). */
  readonly queryPrefix?: string | undefined
  readonly passagePrefix?: string | undefined
}

/**
 * A sentence encoder of one's own, in a thread of its own: vectors of length 1 by mean, cls or last-token
 * pooling. Its id follows from the weights, the pooling and the prefixes.
 * @throws ConfigError for a folder that cannot be used, ModelError where the model does not load.
 */
export async function createOnnxEncoder(options: OnnxEncoderOptions): Promise<Embedder> {
  const { folder, device = 'cpu', threads = availableParallelism(), batch = 32 } = options
  if (!encoderDevices.includes(device)) {
    throw new ConfigError(
      `Cannot encode on ${device}: it is no device (choose from ${encoderDevices.join(', ')})`,
    )
  }
  for (const [name, value] of Object.entries({
    threads,
    batch,
    maxTokens: options.maxTokens ?? 1,
  })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new ConfigError(`Cannot encode: ${name} is ${value} (give a whole number from 1)`)
    }
  }
  const found = await readEncoderFolder(folder)
  const maxTokens = Math.min(options.maxTokens ?? found.maxTokens, found.maxTokens)
  const described = { ...found, maxTokens }
  const prefixes = {
    query: options.queryPrefix ?? found.prompts.query,
    passage: options.passagePrefix ?? found.prompts.passage,
  }
  const weights = await hashOfModel(described.model)
  const identity = hashJson({ weights, pooling: described.pooling, maxTokens, prefixes })
  const thread = openThread({ folder, described, device, threads, batch })
  try {
    await thread.ask([])
  } catch (error) {
    await thread.close()
    throw error
  }
  return {
    id: `onnx:${described.name}:${identity.slice(0, 16)}`,
    async embed(texts, kind, signal) {
      signal?.throwIfAborted()
      const vectors: Float32Array[] = []
      // In pieces, so that an aborted signal is seen between them.
      for (let first = 0; first < texts.length; first += 8 * batch) {
        const piece = texts.slice(first, first + 8 * batch).map((text) => prefixes[kind] + text)
        vectors.push(...(await thread.ask(piece)))
        signal?.throwIfAborted()
      }
      return vectors
    },
    [Symbol.asyncDispose]: () => thread.close(),
  }
}

interface Pending {
  resolve(vectors: readonly Float32Array[]): void
  reject(error: Error): void
}

function openThread(setup: EncoderSetup) {
  const source = import.meta.url.endsWith('.ts')
  const entry = source ? './worker-from-source.mjs' : './worker.js'
  const execArgv = source ? ['--conditions=palaestra-source'] : threadFlags(process.execArgv)
  const worker = new Worker(new URL(entry, import.meta.url), {
    workerData: setup,
    env: SHARE_ENV,
    ...(execArgv ? { execArgv } : {}),
  })
  // A program ends when its own work is done.
  worker.unref()
  const pending = new Map<number, Pending>()
  let count = 0
  let ended: Error | undefined
  const end = (reason: string) => {
    ended ??= new ModelError(`Cannot encode: ${reason} (open the encoder again)`)
    for (const { reject } of pending.values()) reject(ended)
    pending.clear()
  }
  worker.on('message', (reply: Reply) => {
    const asked = pending.get(reply.id)
    pending.delete(reply.id)
    if (pending.size === 0) worker.unref()
    if ('vectors' in reply) asked?.resolve(reply.vectors)
    else asked?.reject(asError(reply.problem))
  })
  worker.on('error', (error) => end(`its thread broke: ${messageOf(error)}`))
  worker.on('exit', (code) => end(`its thread ended with code ${code}`))
  return {
    ask: (texts: readonly string[]) =>
      new Promise<readonly Float32Array[]>((resolve, reject) => {
        if (ended) return reject(ended)
        const id = ++count
        pending.set(id, { resolve, reject })
        worker.ref()
        worker.postMessage({ id, texts })
      }),
    async close() {
      end('it has been closed')
      await worker.terminate()
    },
  }
}

function asError({ name, message }: { readonly name: string; readonly message: string }): Error {
  if (name === 'ConfigError') return new ConfigError(message)
  if (name === 'ModelError') return new ModelError(message)
  const [line = ''] = message.split('\n')
  return new ModelError(`Cannot encode: ${line.slice(0, 300)} (see the cause)`, {
    cause: new Error(message),
  })
}
