import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../../../core/errors.ts'
import { packFound, type Reply, type Request, type WorkerSetup } from './protocol.ts'
import { createSearcher } from './search.ts'

const searcher = createSearcher(workerData as WorkerSetup)

parentPort?.on('message', (requests: readonly Request[]) => {
  const reply = answer(requests)
  const moved = 'found' in reply ? [reply.found.pages.buffer, reply.found.scores.buffer] : []
  parentPort?.postMessage(reply, moved)
})

function answer(requests: readonly Request[]): Reply {
  try {
    return { found: packFound(requests.map(({ query, k }) => searcher.search(query, k))) }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}
