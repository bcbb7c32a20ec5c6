import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../../../core/errors.ts'
import type { Reply, Request, WorkerSetup } from './protocol.ts'
import { createSearcher, type Found } from './search.ts'

const searcher = createSearcher(workerData as WorkerSetup)

parentPort?.on('message', ({ query, k }: Request) => {
  const reply = answer(query, k)
  parentPort?.postMessage(reply, 'found' in reply ? buffersOf(reply.found) : [])
})

function answer(query: Request['query'], k: number): Reply {
  try {
    return { found: searcher.search(query, k) }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

const buffersOf = ({ hits, candidates }: Found): ArrayBuffer[] =>
  [hits, ...candidates].flatMap(({ pages, scores }) => [pages.buffer, scores.buffer])
