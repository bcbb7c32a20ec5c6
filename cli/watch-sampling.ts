import type { RunSampling, Sampled } from '../runs/index.ts'

const POLL_MS = 500

/** Tells twice a second what was sampled until now; the function given back ends it. */
export function watchSampling(
  { statistics }: Pick<RunSampling, 'statistics'>,
  tell: (sampled: Sampled) => void,
): () => void {
  let isAsking = false
  let isOver = false
  const ask = async () => {
    if (isAsking) return
    isAsking = true
    // A sampler that cannot tell fails the requests themselves, too.
    const sampled = await statistics().catch(() => undefined)
    isAsking = false
    if (sampled && !isOver) tell(sampled)
  }
  const timer = setInterval(ask, POLL_MS).unref()
  return () => {
    isOver = true
    clearInterval(timer)
  }
}
