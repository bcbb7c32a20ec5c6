import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../../../core/errors.ts'
import type { Reply, Request, WorkerSetup } from './protocol.ts'
import { scanPages } from './scan.ts'

const data = workerData as WorkerSetup

parentPort?.on('message', ({ id, query, first, last }: Request) => {
  let reply: Reply
  try {
    reply = { id, scores: scanPages(data, query, first, last) }
  } catch (error) {
    reply = { id, problem: messageOf(error) }
  }
  parentPort?.postMessage(reply, 'scores' in reply ? [reply.scores.buffer] : [])
})
