import {
  ConfigError,
  type RewardTerm,
  type Signals,
  type StepTurn,
  scored,
  stepTurns,
} from '../core/index.ts'

export interface PotentialOptions {
  /** Discount of the shaping (default 1). */
  readonly gamma?: number
  /** Phi before anything was measured (default 0). */
  readonly initial?: number
}

/**
 * Potential-based shaping, F = gamma Phi(s') - Phi(s) with Phi(terminal) = 0, so that optimal policies
 * stay what they are. Ng, Harada and Russell, "Policy invariance under reward transformations"
 * (ICML 1999), equation 2 and theorem 1; Phi(terminal) = 0 for episodic tasks as in their section 3.
 * Provisionally an invalid action is worth 0; its share is known in the final scores.
 */
export function potential<Sig = Signals>(
  name: string,
  phi: (signals: Sig) => number,
  options: PotentialOptions = {},
): RewardTerm<Sig> {
  const { gamma = 1, initial = 0 } = options
  if (!(gamma > 0 && gamma <= 1)) {
    throw new ConfigError(`Cannot shape with gamma ${gamma} (give a number in (0, 1])`)
  }
  return {
    spec: { kind: 'potential', params: { name, ...options } },
    step: (turn) => difference(turn, phi, options, turn.terminated),
    // A turn that measured nothing stays in its state: its share is (gamma - 1) Phi(s), not 0, or
    // invalid actions would pay by putting off what is due.
    async finalize(trajectory) {
      const { signals } = trajectory.initial
      let here = signals === null ? initial : phi(signals)
      return stepTurns(trajectory).map((turn) => {
        if (turn === null) return scored((gamma - 1) * here)
        const share = difference(turn, phi, options, turn.terminated)
        here = phi(turn.signals)
        return scored(share)
      })
    },
  }
}

/**
 * The gain of a score from step to step; the sum telescopes to Phi(last) - Phi(first). The terminal
 * potential is kept, so this changes what is optimal: it pays for progress itself.
 */
export function gain<Sig = Signals>(
  name: string,
  phi: (signals: Sig) => number,
  options: Omit<PotentialOptions, 'gamma'> = {},
): RewardTerm<Sig> {
  return {
    spec: { kind: 'gain', params: { name, ...options } },
    step: (turn) => difference(turn, phi, options, false),
  }
}

/** `gain` of one numeric signal (default `progress`). */
export function progress<const K extends string = 'progress'>(
  options: { readonly signal?: K; readonly initial?: number } = {},
): RewardTerm<Readonly<Record<K, number>>> {
  const { signal = 'progress' as K, ...rest } = options
  return gain(signal, (signals: Readonly<Record<K, number>>) => signals[signal], rest)
}

function difference<Sig>(
  turn: StepTurn<Sig>,
  phi: (signals: Sig) => number,
  { gamma = 1, initial = 0 }: PotentialOptions,
  zeroNow: boolean,
): number {
  const before = turn.previous === null ? initial : phi(turn.previous)
  return (zeroNow ? 0 : gamma * phi(turn.signals)) - before
}
