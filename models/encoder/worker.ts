import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../core/index.ts'
import { openEncoding } from './encode.ts'
import type { EncoderSetup, Reply, Request } from './protocol.ts'

const encoding = openEncoding(workerData as EncoderSetup)
encoding.catch(() => {})

// One after another: the library blocks the thread anyhow.
let last: Promise<void> = Promise.resolve()
parentPort?.on('message', (request: Request) => {
  last = last.then(() => answer(request))
})

async function answer({ id, texts }: Request): Promise<void> {
  let reply: Reply
  try {
    const encode = await encoding
    const vectors = await encode(texts)
    reply = { id, vectors: vectors.map((vector) => Float32Array.from(vector)) }
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error'
    reply = { id, problem: { name, message: messageOf(error) } }
  }
  parentPort?.postMessage(
    reply,
    'vectors' in reply ? reply.vectors.map(({ buffer }) => buffer) : [],
  )
}
