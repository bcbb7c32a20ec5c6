import { setMaxListeners } from 'node:events'
import { ConfigError, type Sample, type SampleRequest } from '../../core/index.ts'
import type { ParameterDeclarations } from '../engine.ts'
import { checkSize } from '../engines/check-weights.ts'
import { declareParameters } from '../transformer/declare-parameters.ts'
import type { Sampler, SamplerOptions, SamplerStatistics } from './sampler.ts'

/** The way to where a sampler's parameters are. */
export interface SamplerLink {
  /** Ends when the sample does. Its ticket is its own. */
  sample(ticket: number, request: SampleRequest): Promise<Sample>
  cancel(ticket: number): Promise<void>
  /** Between two ticks, all of them at once. */
  swap(weights: Readonly<Record<string, Float32Array>>, version: number | undefined): Promise<void>
  /** Each is ended by one `resume`; requests that are sent in between are heard in between. */
  hold(): Promise<void>
  resume(): Promise<void>
  version(): Promise<number>
  statistics(): Promise<SamplerStatistics>
  close(): Promise<void>
}

/** @throws ConfigError for counts that are none, and for another model than that of the parameters. */
export function checkSamplerOptions(
  { config, lora, maxRows = 64, cacheMiB = 1024 }: SamplerOptions,
  declared: ParameterDeclarations,
): void {
  if (!Number.isInteger(maxRows) || maxRows < 1) {
    throw refused(`${maxRows} requests in a batch`, 'give a whole number from 1')
  }
  if (!(cacheMiB > 0)) throw refused(`a cache of ${cacheMiB} MiB`, 'give it some')
  const needed = declareParameters(config, { frozen: true, ...(lora && { lora }) })
  for (const [name, { shape }] of Object.entries(needed)) {
    const found = Object.hasOwn(declared, name) ? declared[name]?.shape : undefined
    if (found?.join() === shape.join()) continue
    const have = found ? `of [${found.join(', ')}]` : 'not there'
    throw new ConfigError(
      `Cannot sample from these parameters: ${name} is ${have}, and needs [${shape.join(', ')}] (give the config and the adapter that they were declared with)`,
    )
  }
}

/** A sampler at the other end of a link. */
export function createSampler(
  link: SamplerLink,
  declared: ParameterDeclarations,
  { config }: SamplerOptions,
): Sampler {
  let tickets = 0
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= link.close()
    return closed
  }
  return {
    config,
    async sample(request, { signal } = {}) {
      signal?.throwIfAborted()
      const ticket = ++tickets
      const sample = link.sample(ticket, request)
      if (!signal) return sample
      // What is at the other end may be gone: then nothing is left to cancel.
      return orAborted(sample, signal, () => void link.cancel(ticket).catch(() => {}))
    },
    version: () => link.version(),
    async swap(weights, { version } = {}) {
      if (version !== undefined && !Number.isSafeInteger(version)) {
        throw refused(`version ${version} of its weights`, 'count them')
      }
      const taken: Record<string, Float32Array> = {}
      for await (const { name, data } of weights) {
        checkSize(declared, name, data)
        taken[name] = data
      }
      await link.swap(taken, version)
    },
    hold() {
      // Where the other end is gone no tick begins anyway, and requests say so.
      link.hold().catch(() => {})
      let isHeld = true
      return () => {
        if (isHeld) link.resume().catch(() => {})
        isHeld = false
      }
    },
    statistics: () => link.statistics(),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The sample, or the reason of the signal as soon as that is aborted. */
function orAborted(
  sample: Promise<Sample>,
  signal: AbortSignal,
  cancel: () => void,
): Promise<Sample> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      cancel()
      reject(signal.reason)
    }
    // One signal for many samples is no leak.
    setMaxListeners(0, signal)
    signal.addEventListener('abort', abort, { once: true })
    sample.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

const refused = (what: string, advice: string) =>
  new ConfigError(`Cannot sample with ${what}: it cannot be (${advice})`)
