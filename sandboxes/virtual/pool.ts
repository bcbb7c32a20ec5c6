import { availableParallelism } from 'node:os'
import { SandboxWorker } from './sandbox-worker.ts'

/** An episode has one sandbox for the agent and one for grading. */
const SANDBOXES_BEFORE_NEXT_WORKER = 2

const workers: SandboxWorker[] = []

/** The worker with the fewest sandboxes; another one is started while there are free cores. */
export function pickWorker(): SandboxWorker {
  let least: SandboxWorker | undefined
  for (const worker of workers) if (!least || worker.load < least.load) least = worker
  const crowded = !least || least.load >= SANDBOXES_BEFORE_NEXT_WORKER
  if (least && !(crowded && workers.length < availableParallelism())) return least
  const fresh = new SandboxWorker((ended) => {
    const index = workers.indexOf(ended)
    if (index >= 0) workers.splice(index, 1)
  })
  workers.push(fresh)
  return fresh
}

/** Ends all workers at once. Open virtual sandboxes fail; the next `openSandbox` starts afresh. */
export function endWorkers(): void {
  for (const worker of workers.splice(0)) worker.end('the pool of sandboxes was closed')
}
