import type { PolicyLoss } from './policy-loss.ts'
import type { ResolvedLossOptions } from './resolve-options.ts'
import { logProbsOf, type TinyBatch } from './tiny-loss.suite.ts'

/**
 * The losses once more, as their papers write them and in plain numbers: with no code of the graph, and with
 * sequences as sequences. `frozen` stands where a formula stops the gradient.
 */
export function plainLoss(
  tiny: TinyBatch,
  options: ResolvedLossOptions,
  parameters: readonly number[] = parametersOf(tiny),
  frozen: readonly number[] = parametersOf(tiny),
): number {
  const now = unpack(tiny, parameters)
  const before = unpack(tiny, frozen)
  const column = (name: string) => tiny.numbers[name] ?? []
  const old = tiny.numbers['oldLogProbs'] ?? before.logProbs
  const rollout = column('rolloutLogProbs')
  const weights = column('weights')
  const trained = weights.flatMap((weight, i) => (weight === 0 ? [] : [i]))
  const sequences = [...new Set(tiny.sequence)].map((q) =>
    trained.filter((i) => tiny.sequence[i] === q),
  )

  let loss = 0
  for (const members of sequences) {
    const correction = plainCorrections(members, old, rollout, options.correction)
    for (const [place, i] of members.entries()) {
      const policy = plainTerm(options.policy, {
        ...{ members, i, now: now.logProbs, before: before.logProbs },
        ...{ old, rollout, advantage: column('advantages')[i] ?? 0 },
      })
      let term = (correction[place] ?? 1) * policy
      const reference = tiny.numbers['referenceLogProbs']?.[i]
      if (reference !== undefined && options.kl.coefficient > 0 && options.kl.in === 'loss') {
        const x = (now.logProbs[i] ?? 0) - reference
        const k3 = Math.exp(-x) - 1 + x
        const estimate = { k1: x, k2: x ** 2 / 2, k3 }[options.kl.estimator]
        term += tiny.klCoefficient * estimate
      }
      if (options.entropy.coefficient > 0) term -= tiny.entropyCoefficient * (now.entropy[i] ?? 0)
      if (tiny.values) {
        const [v, was, r] = [now.values, column('oldValues'), column('returns')].map(
          (numbers) => numbers[i] ?? 0,
        ) as [number, number, number]
        const { clip, coefficient } = options.value
        const near =
          clip === null ? v : was + Math.sign(v - was) * Math.min(Math.abs(v - was), clip)
        term += coefficient * 0.5 * Math.max((v - r) ** 2, (near - r) ** 2)
      }
      loss += (weights[i] ?? 0) * term
    }
  }
  return loss
}

interface Place {
  /** Trained tokens of the sequence. */
  readonly members: readonly number[]
  readonly i: number
  readonly now: readonly number[]
  readonly before: readonly number[]
  readonly old: readonly number[]
  readonly rollout: readonly number[]
  readonly advantage: number
}

function plainTerm(loss: PolicyLoss, place: Place): number {
  const { members, i, now, before, old, rollout, advantage: a } = place
  const at = (numbers: readonly number[]) => numbers[i] ?? Number.NaN
  const ratio = Math.exp(at(now) - at(old))
  const average = (of: (j: number) => number) =>
    members.reduce((sum, j) => sum + of(j), 0) / members.length
  const clipped = (r: number, low: number, high: number) =>
    -Math.min(r * a, Math.min(Math.max(r, 1 - low), 1 + high) * a)
  switch (loss.loss) {
    case 'ppo': {
      const single = clipped(ratio, loss.clipLow, loss.clipHigh)
      const isDual = a < 0 && loss.dualClip !== null
      return isDual ? Math.min(single, -(loss.dualClip ?? 0) * a) : single
    }
    case 'gspo': {
      const s = Math.exp(average((j) => (now[j] ?? 0) - (old[j] ?? 0)))
      return clipped(s, loss.clipLow, loss.clipHigh)
    }
    case 'gmpo': {
      const mean = average((j) => {
        const logRatio = (now[j] ?? 0) - (old[j] ?? 0)
        return a >= 0 ? Math.min(logRatio, loss.clipHigh) : Math.max(logRatio, -loss.clipLow)
      })
      return -a * Math.exp(mean)
    }
    case 'cispo':
      return -Math.min(Math.exp(at(before) - at(old)), loss.cap) * a * at(now)
    case 'sapo': {
      const tau = a > 0 ? loss.sapoPositive : loss.sapoNegative
      return (-a * 4) / tau / (1 + Math.exp(-tau * (ratio - 1)))
    }
    case 'dppo-tv': {
      const moved = Math.exp(at(before)) - Math.exp(at(rollout))
      const isLeftOut = a > 0 ? moved > loss.dppoDelta : a < 0 && moved < -loss.dppoDelta
      const penalty = loss.dppoPenalty * (at(now) - at(rollout)) ** 2
      return penalty - (isLeftOut ? 0 : Math.exp(at(now) - at(rollout)) * a)
    }
    case 'reinforce':
      return -Math.exp(at(before) - at(old)) * at(now) * a
    case 'importance-sampling':
      return -Math.exp(at(now) - at(rollout)) * a
  }
}

/** Weights of the tokens of a sequence. */
function plainCorrections(
  members: readonly number[],
  old: readonly number[],
  rollout: readonly number[],
  correction: ResolvedLossOptions['correction'],
): readonly number[] {
  if (!correction) return members.map(() => 1)
  const { level, action, ratio, cap, floor } = correction
  const logs = members.map((i) => {
    const d = (old[i] ?? 0) - (rollout[i] ?? 0)
    return Math.abs(d) > 1e-3 ? d : 0
  })
  const sum = logs.reduce((total, d) => total + d, 0)
  const whole = ratio === 'product' ? sum : sum / members.length
  return logs.map((log) => {
    const w = Math.exp(level === 'token' ? log : whole)
    const isWithin = w <= cap && w >= (floor ?? 0)
    if (action === 'mask') return isWithin ? w : 0
    return Math.max(Math.min(w, cap), floor ?? 0)
  })
}

export const parametersOf = ({ logits, values = [] }: TinyBatch): readonly number[] => [
  ...logits.flat(),
  ...values,
]

function unpack({ logits, targets }: TinyBatch, parameters: readonly number[]) {
  const columns = logits[0]?.length ?? 1
  const rows = logits.map((_, i) => parameters.slice(i * columns, (i + 1) * columns))
  const entropy = rows.map((row) => {
    const total = row.reduce((sum, x) => sum + Math.exp(x), 0)
    return -row.reduce((sum, x) => sum + (Math.exp(x) / total) * (x - Math.log(total)), 0)
  })
  return {
    logProbs: logProbsOf(rows, targets),
    entropy,
    values: parameters.slice(columns * rows.length),
  }
}

/** Derivatives by a stencil of five points: their error is of order h⁴, 1e-11 or so here. */
export function stencilGradient(
  f: (x: readonly number[]) => number,
  x: readonly number[],
  h = 2e-4,
): readonly number[] {
  return x.map((value, i) => {
    const at = (steps: number) => f(x.with(i, value + steps * h))
    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
  })
}
