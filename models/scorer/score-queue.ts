import { setMaxListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { ModelError, messageOf } from '../../core/index.ts'
import type { BatchScorer } from './score-batch.ts'
import { cutRequest, type ScoreRequest, type ScoreUnit, takeBatch } from './score-units.ts'
import type { ScoredContinuation } from './scorer.ts'

/** What a request still lacks, and how it is answered. */
interface Job {
  readonly scored: (ScoredContinuation | undefined)[]
  readonly finish: (scored: readonly ScoredContinuation[]) => void
  readonly fail: (reason: unknown) => void
}

/** Requests that wait for the engine: what is there when it is free goes in the next batch. */
export class ScoreQueue {
  readonly #batches: BatchScorer
  readonly #tokensAtOnce: number
  readonly #jobs = new Map<ScoreRequest, Job>()
  #waiting: readonly ScoreUnit[] = []
  #working: Promise<void> | null = null
  #isClosed = false

  constructor(batches: BatchScorer, tokensAtOnce: number) {
    this.#batches = batches
    this.#tokensAtOnce = tokensAtOnce
  }

  score(
    request: ScoreRequest,
    signal: AbortSignal | undefined,
  ): Promise<readonly ScoredContinuation[]> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closed())
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = () => this.#jobs.get(request)?.fail(signal?.reason)
      const settle = () => {
        signal?.removeEventListener('abort', onAbort)
        this.#jobs.delete(request)
        this.#waiting = this.#waiting.filter((unit) => unit.request !== request)
      }
      // One signal for many calls is no leak.
      if (signal) setMaxListeners(0, signal)
      signal?.addEventListener('abort', onAbort)
      this.#jobs.set(request, {
        scored: request.continuations.map((ids) => (ids.length === 0 ? NOTHING : undefined)),
        finish(scored) {
          settle()
          resolve(scored)
        },
        fail(reason) {
          settle()
          reject(reason)
        },
      })
      this.#waiting = [...this.#waiting, ...cutRequest(request, this.#tokensAtOnce)]
      this.#finishIfWhole(request)
      if (this.#waiting.length > 0) this.#working ??= this.#work()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const { fail } of [...this.#jobs.values()]) fail(closed())
    await this.#working
    await this.#batches.close()
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Callers that the last batch answered may ask again before the next is made up.
      await setImmediate()
      const { batch, left } = takeBatch(this.#waiting, this.#tokensAtOnce)
      this.#waiting = left
      await this.#runBatch(batch)
    }
    this.#working = null
  }

  async #runBatch(batch: readonly ScoreUnit[]): Promise<void> {
    try {
      const left = await this.#run(batch)
      for (const unit of left) {
        // What attention hides weighs zero, and zero times NaN is NaN: one sequence may spoil others.
        const isSpoiled = batch.length === 1 || (await this.#run([unit])).length > 0
        if (isSpoiled) this.#jobs.get(unit.request)?.fail(notFinite())
      }
    } catch (error) {
      const reason = `Cannot score: ${messageOf(error)} (the engine refused a batch)`
      for (const { request } of batch) {
        this.#jobs.get(request)?.fail(new ModelError(reason, { cause: error }))
      }
    }
  }

  /** Gives the scores that are numbers to their requests; the units of the others are left. */
  async #run(batch: readonly ScoreUnit[]): Promise<readonly ScoreUnit[]> {
    const scores = await this.#batches.run(batch)
    return batch.filter(({ request, members }, index) => {
      const scored = scores[index] ?? []
      if (!scored.every(hasNumbersOnly)) return true
      const job = this.#jobs.get(request)
      for (const [order, member] of members.entries()) {
        if (job) job.scored[member] = scored[order]
      }
      this.#finishIfWhole(request)
      return false
    })
  }

  #finishIfWhole(request: ScoreRequest): void {
    const job = this.#jobs.get(request)
    const scored = job?.scored.filter((each) => each !== undefined) ?? []
    if (scored.length === request.continuations.length) job?.finish(scored)
  }
}

const NOTHING: ScoredContinuation = { logProbs: [], entropies: [] }

const hasNumbersOnly = ({ logProbs, entropies }: ScoredContinuation): boolean =>
  logProbs.every(Number.isFinite) && entropies.every(Number.isFinite)

const notFinite = (): ModelError =>
  new ModelError(
    'Cannot score: the numbers of the model are not finite (go back to earlier weights)',
  )

const closed = (): ModelError =>
  new ModelError('Cannot score: the scorer is closed (score before it is)')
