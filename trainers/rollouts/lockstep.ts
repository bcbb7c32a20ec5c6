import type { Sample, SampleRequest, TokenSampler } from '../../core/index.ts'
import type { Sampler } from '../../models/index.ts'

export interface Lockstep {
  /** The sampler of one episode; others wait for it until it leaves. `order` is its place among requests. */
  enter(order: number): { readonly sampler: TokenSampler; leave(): void }
}

interface Waiting {
  readonly request: SampleRequest
  readonly signal: AbortSignal | undefined
  readonly resolve: (sample: Promise<Sample>) => void
}

/**
 * Lets all episodes that are being played ask at once: requests wait until every one of them has asked, and
 * go to the sampler together, in order. Which requests share a batch then follows from what was sampled
 * before, and from no clock: same seed and weights give the same bits.
 */
export function createLockstep(sampler: Pick<Sampler, 'sample' | 'hold'>): Lockstep {
  const live = new Set<number>()
  const waiting = new Map<number, Waiting>()

  const fire = () => {
    if (waiting.size === 0 || waiting.size < live.size) return
    const all = [...waiting].sort(([a], [b]) => a - b)
    waiting.clear()
    const release = sampler.hold()
    for (const [, { request, signal, resolve }] of all) {
      resolve(sampler.sample(request, { signal }))
    }
    release()
  }

  return {
    enter(order) {
      live.add(order)
      return {
        sampler: {
          sample: (request, { signal } = {}) =>
            new Promise<Sample>((resolve, reject) => {
              signal?.throwIfAborted()
              const giveUp = () => {
                if (waiting.get(order)?.request !== request) return
                waiting.delete(order)
                reject(signal?.reason)
              }
              const settled = (sample: Promise<Sample>) => {
                signal?.removeEventListener('abort', giveUp)
                resolve(sample)
              }
              signal?.addEventListener('abort', giveUp, { once: true })
              waiting.set(order, { request, signal, resolve: settled })
              fire()
            }),
        },
        leave() {
          live.delete(order)
          waiting.delete(order)
          fire()
        },
      }
    },
  }
}
