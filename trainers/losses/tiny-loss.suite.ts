import { createRng } from '../../core/index.ts'
import { traceDefinition } from '../../models/engines/trace-definition.ts'
import type { Batch, BatchDeclarations, ProgramDefinition } from '../../models/index.ts'
import type { Dense } from '../../models/ops/definition.ts'
import { differentiate } from '../../models/ops/differentiate.ts'
import { evaluate } from '../../models/ops/evaluate.ts'
import { buildLoss } from './build-loss.ts'
import { type LossInputs, lossBatch, tokenValueNames } from './loss-inputs.ts'
import { lossOptionsSchema } from './options.ts'
import { type ResolvedLossOptions, resolveLossOptions } from './resolve-options.ts'

/** Numbers of tokens, and the logits they come from: a policy with a row of parameters for each token. */
export interface TinyBatch {
  readonly logits: readonly (readonly number[])[]
  readonly targets: readonly number[]
  /** Of a critic, one parameter for each token. */
  readonly values?: readonly number[]
  /** Which sequence each token is of, from 0. */
  readonly sequence: readonly number[]
  /** By the names of `LossInputs`, one for each token. */
  readonly numbers: Readonly<Record<string, readonly number[]>>
  readonly klCoefficient: number
  readonly entropyCoefficient: number
}

export interface TinyResult {
  readonly loss: number
  /** With respect to logits, row by row, then to values. */
  readonly gradient: readonly number[]
  readonly metrics: Readonly<Record<string, number>>
}

export const resolved = (options: Parameters<typeof lossOptionsSchema.parse>[0] = {}) =>
  resolveLossOptions(lossOptionsSchema.parse(options))

const inputsOf = ({ numbers }: TinyBatch): LossInputs => ({
  old: 'oldLogProbs' in numbers,
  reference: 'referenceLogProbs' in numbers,
  critic: 'returns' in numbers,
})

/** The loss as a program of parameters `logits` and `values`. */
export function tinyProgram(tiny: TinyBatch, options: ResolvedLossOptions) {
  const inputs = inputsOf(tiny)
  const rows = tiny.logits.length
  const columns = tiny.logits[0]?.length ?? 0
  const declared = {
    logits: { shape: [rows, columns], trainable: true },
    ...(inputs.critic && { values: { shape: [rows], trainable: true } }),
  }
  const batch: BatchDeclarations = {
    ...lossBatch,
    rows: { dtype: 'int32', shape: ['M'] },
    targets: { dtype: 'int32', shape: ['M'] },
    ...Object.fromEntries(
      tokenValueNames(inputs).map((name) => [name, { dtype: 'float32', shape: ['M'] } as const]),
    ),
  }
  const definition: ProgramDefinition = {
    batch,
    build(context) {
      const { ops, parameter, input } = context
      const all = ops.logSoftmax(ops.gather(parameter('logits'), input('rows')))
      const logProbs = ops.takeLast(all, input('targets'))
      const entropy = ops.neg(ops.sum(ops.mul(ops.exp(all), all), [-1]))
      const values = inputs.critic ? ops.gather(parameter('values'), input('rows')) : undefined
      return buildLoss(context, { logProbs, entropy }, options, inputs, values)
    },
  }
  return { declared, definition }
}

/** The same numbers as tensors: sequences are counted by what is trained of them. */
export function tinyFeeds({ logits, targets, sequence, numbers, ...rest }: TinyBatch) {
  const trained = numbers['weights'] ?? []
  const sequenceTokens = Array.from({ length: Math.max(...sequence) + 1 }, (_, q) =>
    sequence.reduce((count, of, i) => count + (of === q && trained[i] !== 0 ? 1 : 0), 0),
  )
  return {
    rows: logits.map((_, row) => row),
    ...{ targets, sequence, sequenceTokens, ...numbers },
    klCoefficient: [rest.klCoefficient],
    entropyCoefficient: [rest.entropyCoefficient],
  } as Readonly<Record<string, readonly number[]>>
}

/** Loss, gradient and metrics in float64. */
export function runTiny(tiny: TinyBatch, options: ResolvedLossOptions): TinyResult {
  const { declared, definition } = tinyProgram(tiny, options)
  const { tracer, result } = traceDefinition(declared, definition)
  const { loss, metrics = {} } = result
  const gradients = differentiate(tracer, loss, Object.keys(declared).map(tracer.parameter))
  const flat = (data: readonly number[]): Dense => ({
    shape: [data.length],
    data: Float64Array.from(data),
  })
  const feeds = tinyFeeds(tiny)
  const logits = { ...flat(tiny.logits.flat()), shape: declared.logits.shape }
  const results = evaluate(
    tracer.graph,
    {
      parameters: { logits, ...(tiny.values && { values: flat(tiny.values) }) },
      batch: Object.fromEntries(Object.entries(feeds).map(([name, data]) => [name, flat(data)])),
    },
    [loss, ...gradients, ...Object.values(metrics)],
  )
  const after = 1 + gradients.length
  return {
    loss: results[0]?.data[0] ?? Number.NaN,
    gradient: results.slice(1, after).flatMap(({ data }) => [...data]),
    metrics: Object.fromEntries(
      Object.keys(metrics).map((name, i) => [name, results[after + i]?.data[0] ?? Number.NaN]),
    ),
  }
}

/** As an engine takes it. */
export function hostBatch(tiny: TinyBatch, batch: BatchDeclarations): Batch {
  return Object.fromEntries(
    Object.entries(tinyFeeds(tiny)).map(([name, data]) => {
      const isInteger = batch[name]?.dtype === 'int32'
      const host = isInteger ? Int32Array.from(data) : Float32Array.from(data)
      return [name, { shape: [data.length], data: host }]
    }),
  )
}

export interface TinyOptions {
  readonly seed?: number
  readonly old?: boolean
  readonly reference?: boolean
  readonly critic?: boolean
  readonly lengths?: readonly number[]
  /** One advantage for a sequence; else one for a token. */
  readonly perSequence?: boolean
  /** Share of tokens of weight 0. */
  readonly masked?: number
  /** Deviation of old and sampler's log-probs. */
  readonly spread?: number
}

/** Random tokens whose ratios are spread over all branches of a loss; weights 1/n. */
export function randomTiny(options: TinyOptions = {}): TinyBatch {
  const { seed = 0, lengths = [4, 1, 5, 3], masked = 0.2, spread = 0.4 } = options
  const rng = createRng(seed)
  const sequence = lengths.flatMap((length, q) => new Array<number>(length).fill(q))
  const draw = (scale: number) => sequence.map(() => scale * rng.normal())
  const logits = sequence.map(() => [0, 1, 2, 3].map(() => rng.normal()))
  const targets = sequence.map(() => rng.int(4))
  const logProbs = logProbsOf(logits, targets)
  const near = (scale: number) => logProbs.map((logProb) => logProb + scale * rng.normal())
  const isTrained = sequence.map((_, i) => i === 0 || !rng.chance(masked))
  const trainedIn = (q: number) => sequence.filter((of, i) => of === q && isTrained[i]).length
  const ofSequence = lengths.map(() => rng.normal())
  const advantages = draw(1)
  return {
    ...{ logits, targets, sequence, klCoefficient: 0.1, entropyCoefficient: 0.02 },
    ...(options.critic && { values: draw(1) }),
    numbers: {
      advantages: options.perSequence ? sequence.map((q) => ofSequence[q] ?? 0) : advantages,
      weights: sequence.map((q, i) => (isTrained[i] ? 1 / trainedIn(q) : 0)),
      rolloutLogProbs: near(spread),
      ...(options.old && { oldLogProbs: near(spread) }),
      ...(options.reference && { referenceLogProbs: near(0.5) }),
      ...(options.critic && { oldValues: draw(1), returns: draw(1) }),
    },
  }
}

export function logProbsOf(
  logits: readonly (readonly number[])[],
  targets: readonly number[],
): number[] {
  return logits.map((row, i) => {
    const total = row.reduce((sum, x) => sum + Math.exp(x), 0)
    return (row[targets[i] ?? 0] ?? Number.NaN) - Math.log(total)
  })
}

/** Largest difference of two lists of numbers. */
export function distance(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  return a.reduce((most, x, i) => {
    const apart = Math.abs(x - (b[i] ?? Number.NaN))
    return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(most, apart)
  }, 0)
}
