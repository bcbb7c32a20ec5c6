import type { RewardTerm, StepTurn } from '../core/index.ts'

/** The plain value of a numeric signal, every step. */
export function signal<const K extends string>(name: K): RewardTerm<Readonly<Record<K, number>>> {
  return {
    spec: { kind: 'signal', params: { name } },
    step: ({ signals }) => signals[name],
  }
}

/** A term of the caller's own: any pure function of a step. */
export function custom<Sig>(name: string, step: (turn: StepTurn<Sig>) => number): RewardTerm<Sig> {
  return { spec: { kind: 'custom', name }, step }
}
