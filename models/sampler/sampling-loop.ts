import { ModelError, messageOf, type Sample, type SampleRequest } from '../../core/index.ts'
import type { InferenceDefinition } from '../engine.ts'
import { type Constraints, keepConstraints } from '../grammar/index.ts'
import { Cache, type Donor } from './cache.ts'
import { type CachedInference, CachedModel, type Run } from './cached-model.ts'
import { checkNumbers } from './draw.ts'
import {
  createRow,
  drawNext,
  isPlain,
  type LiveRow,
  runOf,
  sampledOf,
  sampleOf,
} from './live-row.ts'
import { createMeter } from './meter.ts'
import { awaitsOthers, batchesOf, commonLength, follows, PREFILL_TOKENS } from './plan-prefill.ts'
import type { SamplerOptions, SamplerStatistics } from './sampler.ts'

/** What the loop needs of the parameters it samples from. */
export interface SampledParameters {
  compile(definition: InferenceDefinition): Promise<CachedInference>
  /** Counts every change of a weight. */
  revision(): number
}

export interface LoopOptions extends SamplerOptions {
  /** Runs a tick when it is its turn; what else is asked of the parameters comes between two. */
  readonly schedule: (tick: () => Promise<void>) => void
  /** Sequences at a time from which on beginnings that they share are one copy for all. Default 32. */
  readonly oneCopyFrom?: number
}

const MIB = 2 ** 20
/** Rows are given places for so many tokens beyond their prompt, before they move to longer ones. */
const HEADROOM = 16
/** Below, what one copy of a beginning saves is less than what the further operators of a run take. */
const ONE_COPY_FROM = 32
/** How many share a beginning, and its tokens, from which on one copy pays. */
const LEAST_GROUP = 4
const LEAST_PREFIX = 24

/**
 * Continuous batching (Yu et al. 2022, Orca): each tick takes every request that waits, computes what their
 * prompts add to the cache, and draws one token for each. None waits for a full batch, or for the others
 * to end.
 */
export class SamplingLoop {
  readonly #options: LoopOptions
  readonly #parameters: SampledParameters
  readonly #model: CachedModel
  readonly #cache: Cache
  #waiting: LiveRow[] = []
  readonly #live = new Set<LiveRow>()
  readonly #constraints: Constraints
  readonly #meter = createMeter()
  readonly #maxRows: number
  #seen: number
  #version = 0
  #order = 0
  #isTicking = false
  #holds = 0
  #closed: Error | null = null

  constructor(parameters: SampledParameters, options: LoopOptions) {
    const { config, lora, maxRows = 64, cacheMiB = 1024 } = options
    this.#options = options
    this.#parameters = parameters
    this.#model = new CachedModel({ config, lora }, (definition) => parameters.compile(definition))
    this.#cache = new Cache({ config, bytes: cacheMiB * MIB, keptAtMost: 2 * maxRows })
    this.#maxRows = maxRows
    this.#constraints = keepConstraints(options.vocabulary)
    this.#seen = parameters.revision()
  }

  /** Gives the sample when it has ended. Cancelled by the function that comes first. */
  submit(request: SampleRequest): {
    readonly cancel: () => void
    readonly sample: Promise<Sample>
  } {
    let row: LiveRow | undefined
    const sample = new Promise<Sample>((resolve, reject) => {
      if (this.#closed) throw this.#closed
      row = createRow(request, {
        ...{ resolve, reject, order: this.#order++, constraints: this.#constraints },
        ...{ ...this.#options, fits: (length) => this.#cache.canHold(length) },
      })
      this.#meter.arrived(row)
      this.#waiting.push(row)
      this.#wake()
    })
    const cancel = () => {
      if (row) row.isCancelled = true
    }
    return { cancel, sample }
  }

  /** Begins no tick, also none that is scheduled, until it is told to resume as often. */
  hold(): void {
    this.#holds++
  }

  resume(): void {
    this.#holds--
    if (this.#holds === 0 && this.#live.size + this.#waiting.length > 0) this.#wake()
  }

  /** Of the weights as they are now. */
  version(): number {
    return this.#version + this.#parameters.revision() - this.#seen
  }

  /** The weights have been replaced by those of a version, between two ticks. */
  replaced(version = this.#version + 1): void {
    this.#refresh()
    this.#version = version
  }

  statistics(): SamplerStatistics {
    return {
      ...this.#meter.totals(),
      waiting: this.#waiting.length,
      running: this.#live.size,
      cacheMiB: this.#cache.bytesInUse() / MIB,
    }
  }

  async close(): Promise<void> {
    this.#closed ??= new ModelError('Cannot sample: the sampler has been closed (open another)')
    for (const row of [...this.#live, ...this.#waiting]) row.reject(this.#closed)
    this.#waiting.length = 0
    this.#live.clear()
    await this.#model.close()
  }

  #wake(): void {
    if (this.#isTicking || this.#closed || this.#holds > 0) return
    this.#isTicking = true
    this.#options.schedule(() => this.#tick())
  }

  async #tick(): Promise<void> {
    if (this.#holds > 0) {
      this.#isTicking = false
      return
    }
    const began = performance.now()
    try {
      if (this.version() !== this.#version) this.#refresh()
      this.#sweep()
      this.#makePlaces()
      this.#admit()
      await this.#prefill()
      await this.#decode()
    } catch (error) {
      for (const row of [...this.#live, ...this.#waiting]) this.#fail(row, error)
      this.#waiting.length = 0
    } finally {
      this.#meter.ticked(performance.now() - began)
      this.#isTicking = false
    }
    if (this.#live.size + this.#waiting.length > 0) this.#wake()
  }

  /** Other weights: what is being sampled goes on with them, and with keys and values of theirs. */
  #refresh(): void {
    this.#version = this.version()
    this.#seen = this.#parameters.revision()
    this.#cache.forget()
  }

  #sweep(): void {
    // An answer all the same: who asked from another thread keeps the program going until there is one.
    const gone = [...this.#live, ...this.#waiting].filter(({ isCancelled }) => isCancelled)
    for (const row of gone) {
      row.reject(new ModelError('Cannot sample: the request was cancelled (ask again)'))
      if (this.#live.has(row)) this.#leave(row)
    }
    if (gone.length > 0) this.#waiting = this.#waiting.filter(({ isCancelled }) => !isCancelled)
  }

  #admit(): void {
    while (this.#live.size < this.#maxRows) {
      const [row] = this.#waiting
      if (!row) return
      if (!this.#place(row)) {
        // What is being sampled ends, and makes room.
        if (this.#live.size > 0) return
        const reason = 'keys and values of this request alone do not fit the cache'
        this.#fail(row, new ModelError(`Cannot sample: ${reason} (give the sampler more cacheMiB)`))
      } else {
        this.#live.add(row)
        this.#meter.began(row)
      }
      this.#waiting.shift()
    }
  }

  /** A row in the cache, with what another sequence has of its beginning. */
  #place(row: LiveRow): boolean {
    const length = this.#lengthFor(row)
    const found = this.#cache.donorOf(row.ids)
    row.usedAt = this.#meter.tick()
    row.placedAt = row.usedAt
    // What was sampled before, and goes on here: its row goes on, too.
    if (found?.length === found?.sequence.cached && this.#cache.takeOver(found?.sequence, row)) {
      const { cached } = row
      if (this.#cache.grow(row, length)) {
        this.#meter.cached(row, cached)
        return true
      }
      // There is no memory for both rows: its own begins anew.
      this.#cache.drop(row)
    }
    return this.#cache.place(row, length)
  }

  #lengthFor(row: LiveRow): number {
    return row.ids.length + Math.min(HEADROOM, row.request.maxTokens - sampledOf(row))
  }

  async #prefill(): Promise<void> {
    let budget = PREFILL_TOKENS
    for (;;) {
      const pending = [...this.#live].filter((row) => !isReady(row))
      const able = pending.filter((row, i) => row.cached > 0 || !follows(row, pending, i))
      for (const row of able) {
        this.#share(row)
        if (row.ids.length - row.cached === 1) row.state = 'ready'
      }
      const rest = able.filter((row) => !isReady(row))
      // Where one is shared, those that follow wait with it.
      const isFew = rest.length > 0 && able.length === pending.length
      if (isFew && pending.length < this.#live.size && awaitsOthers(rest, this.#meter.tick()))
        return
      const runs = batchesOf(rest).map((batch) => {
        const isFresh = batch[0]?.sequence.cached === 0
        return runOf(isFresh ? 'prefill' : 'extend', batch)
      })
      if (runs.length === 0 && able.length === 0) return
      for (const run of runs) {
        if (budget <= 0) return
        budget -= run.steps.reduce((sum, step) => sum + (step?.count ?? 0), 0)
        await this.#run(run)
      }
    }
  }

  /** What another sequence has computed of a prompt is copied, where nothing of it is there yet. */
  #share(row: LiveRow): void {
    if (row.cached > 0) return
    const found = this.#cache.donorOf(row.ids)
    if (!found || !row.pool) return
    if (!this.#goesBehind(row, found)) row.pool.copy(row, found.sequence, found.length)
    found.sequence.usedAt = this.#meter.tick()
    this.#meter.cached(row, found.length)
  }

  /** Where several begin with the whole of its prompt there is one copy for all of them. */
  #goesBehind(row: LiveRow, donor: Donor): boolean {
    const { length } = donor
    const isLong = length >= LEAST_PREFIX && length === row.ids.length - 1
    const { oneCopyFrom = ONE_COPY_FROM } = this.#options
    if (!isLong || this.#live.size < oneCopyFrom) return false
    const begins = ({ ids }: LiveRow) => commonLength(ids, row.ids, length) === length
    if ([...this.#live].filter(begins).length < LEAST_GROUP) return false
    return this.#cache.goBehind(row, donor, this.#lengthFor(row))
  }

  async #decode(): Promise<void> {
    this.#makePlaces()
    for (const pool of this.#cache.pools) {
      const steps = pool
        .batch()
        .map((sequence) => (sequence && isLive(sequence) ? { sequence, count: 1 } : null))
      if (steps.length > 0) await this.#run(runOf('decode', steps))
    }
  }

  /** For all tokens that stand so far: those of before other weights came are computed again, too. */
  #makePlaces(): void {
    for (const row of this.#live) {
      if (!this.#cache.holds(row, row.ids.length)) this.#grow(row)
    }
  }

  /** Where there is no memory, the youngest begins anew later: its tokens stay, and its numbers are its own. */
  #grow(row: LiveRow): void {
    while (!this.#cache.grow(row, row.ids.length)) {
      let youngest = row
      for (const other of this.#live) if (other.order > youngest.order) youngest = other
      this.#cache.drop(youngest)
      this.#live.delete(youngest)
      this.#waiting.unshift(youngest)
      if (youngest === row) return
    }
  }

  async #run(run: Run<LiveRow>): Promise<void> {
    const steps = run.steps
    try {
      const numbers = await this.#model.run(run)
      for (const [index, step] of steps.entries()) {
        if (!step) continue
        const { sequence: row } = step
        const kind = isPlain(row) ? 'probs' : 'logits'
        const data = numbers[kind] ?? new Float32Array(0)
        this.#draw(row, index, kind, data)
      }
    } catch (error) {
      // A library's own trouble, its memory for one: the others are unharmed.
      for (const step of steps) if (step) this.#fail(step.sequence, asModelError(error))
    }
  }

  #draw(row: LiveRow, index: number, kind: 'probs' | 'logits', data: Float32Array): void {
    const { vocabularySize: size } = this.#options.config
    try {
      const numbers = { kind, data, offset: index * size, size }
      if (row.cached < row.ids.length) {
        // More pieces of its prompt come; of this one nothing may stay that spoils others.
        checkNumbers(numbers)
        return
      }
      const finish = drawNext(row, numbers, this.#version)
      this.#meter.drew(row)
      row.state = 'ready'
      if (finish === null) return
      row.resolve(sampleOf(row, finish))
      this.#leave(row)
    } catch (error) {
      row.pool?.clear(row)
      this.#fail(row, error)
    }
  }

  #leave(row: LiveRow): void {
    this.#live.delete(row)
    row.usedAt = this.#meter.tick()
    this.#cache.keep(row)
  }

  #fail(row: LiveRow, error: unknown): void {
    row.reject(error)
    this.#live.delete(row)
    this.#cache.drop(row)
  }
}

const isReady = ({ state }: LiveRow): boolean => state === 'ready'
const isLive = (sequence: object): sequence is LiveRow => 'request' in sequence

function asModelError(error: unknown): unknown {
  if (error instanceof ModelError) return error
  return new ModelError(`Cannot sample: ${messageOf(error).split('\n', 1)[0]} (see the cause)`, {
    cause: error,
  })
}
