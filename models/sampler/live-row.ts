import type { Sample, SampleFinish, SampleRequest } from '../../core/index.ts'
import type { ConstraintState } from '../grammar/grammar.ts'
import type { Constraints } from '../grammar/index.ts'
import type { Run } from './cached-model.ts'
import { checkRequest } from './check-request.ts'
import { type Drawn, draw, drawPlain } from './draw.ts'
import type { Newcomer } from './plan-prefill.ts'
import type { SamplerOptions } from './sampler.ts'
import { createStopTexts, type StopTexts } from './stop-texts.ts'
import { uniformAt } from './uniform.ts'

/** A request that is being sampled. */
export interface LiveRow extends Newcomer {
  readonly request: SampleRequest
  readonly stopIds: ReadonlySet<number>
  readonly stops: StopTexts | null
  readonly grammar: ConstraintState | null
  /** Orders rows by their arrival. */
  readonly order: number
  readonly logProbs: number[]
  readonly policyLogProbs: number[]
  /** Whether any token was drawn from less than the whole vocabulary. */
  isNarrowed: boolean
  readonly versions: [version: number, length: number][]
  /** Set once nobody waits for it any more. */
  isCancelled: boolean
  readonly resolve: (sample: Sample) => void
  readonly reject: (error: unknown) => void
}

/** Probabilities at the row's temperature, or logits, of a batch. */
export interface RowNumbers {
  readonly kind: 'probs' | 'logits'
  readonly data: Float32Array
  readonly offset: number
  readonly size: number
}

/** Of temperatures below, logits that are divided by them may be too large for float32. */
const COLDEST_PLAIN = 1e-30

/** Whether a softmax over the whole vocabulary is what it draws from: then its probabilities are enough. */
export const isPlain = ({ request, grammar }: LiveRow): boolean => {
  const { temperature = 1, topK, topP, minP } = request
  const isSoftmax = temperature >= COLDEST_PLAIN && !grammar
  return isSoftmax && topK === undefined && topP === undefined && !minP
}

export interface RowOptions
  extends Pick<SamplerOptions, 'config' | 'vocabulary'>,
    Pick<LiveRow, 'order' | 'resolve' | 'reject'> {
  readonly constraints: Constraints
  /** Whether so many tokens fit the cache. */
  readonly fits: (length: number) => boolean
}

/** @throws ConfigError or ModelError where it cannot be sampled. */
export function createRow(request: SampleRequest, options: RowOptions): LiveRow {
  const { config, vocabulary, constraints, fits, order, resolve, reject } = options
  const { vocabularySize, maxLength, eosTokenIds } = config
  checkRequest(request, { vocabularySize, maxLength, vocabulary, fits })
  const { stopIds = eosTokenIds, stop = [], grammar, prompt } = request
  return {
    ...{ request, resolve, reject, order, stopIds: new Set(stopIds) },
    ...{ ids: [...prompt], cached: 0, pool: null, slot: 0, prefix: null, state: 'pending' },
    ...{ usedAt: 0, placedAt: 0 },
    stops: stop.length > 0 && vocabulary ? createStopTexts(stop, vocabulary) : null,
    grammar: grammar ? constraints(grammar, stopIds).start() : null,
    ...{ logProbs: [], policyLogProbs: [], versions: [], isNarrowed: false, isCancelled: false },
  }
}

/** Tokens that were drawn so far. */
export const sampledOf = ({ ids, request }: LiveRow): number => ids.length - request.prompt.length

/**
 * Draws the next token of a row; gives how the sample ends, null where it goes on.
 * @throws ModelError where none can be drawn.
 */
export function drawNext(row: LiveRow, numbers: RowNumbers, version: number): SampleFinish | null {
  const { request, grammar, stopIds, stops } = row
  const position = sampledOf(row)
  const drawn = drawFrom(row, numbers, uniformAt(request.seed, position))
  row.ids.push(drawn.id)
  row.logProbs.push(drawn.logProb)
  row.policyLogProbs.push(drawn.policyLogProb ?? drawn.logProb)
  if (drawn.policyLogProb !== undefined) row.isNarrowed = true
  const last = row.versions.at(-1)
  if (last?.[0] === version) last[1]++
  else row.versions.push([version, 1])
  if (stopIds.has(drawn.id)) return 'stopId'
  grammar?.advance(drawn.id)
  if (stops?.push(drawn.id)) return 'stopText'
  if (grammar?.isAtEnd && stopIds.size === 0) return 'grammar'
  return position + 1 === request.maxTokens ? 'length' : null
}

function drawFrom(row: LiveRow, { kind, data, offset, size }: RowNumbers, uniform: number): Drawn {
  if (kind === 'probs') return drawPlain(data, offset, size, uniform)
  const { request, grammar } = row
  const { temperature = 1, topK, topP, minP } = request
  const legal = grammar?.legal(request.maxTokens - sampledOf(row)) ?? null
  return draw(data, offset, size, uniform, { temperature, topK, topP, minP }, legal)
}

export const sampleOf = (row: LiveRow, finish: SampleFinish): Sample => ({
  ids: row.ids.slice(row.request.prompt.length),
  logProbs: row.logProbs,
  ...(row.isNarrowed && { policyLogProbs: row.policyLogProbs }),
  finish,
  policyVersions: row.versions,
})

/** With what its rows draw from. */
export function runOf(kind: Run<LiveRow>['kind'], steps: Run<LiveRow>['steps']): Run<LiveRow> {
  const rows = steps.flatMap((step) => (step ? [step.sequence] : []))
  const wanted: ('probs' | 'logits')[] = []
  if (rows.some(isPlain)) wanted.push('probs')
  if (!rows.every(isPlain)) wanted.push('logits')
  const temperatures = steps.map((step) => step?.sequence.request.temperature || 1)
  return { kind, steps, temperatures, wanted }
}
