import type { Rng } from '../../core/index.ts'
import type { TokenVocabulary } from '../sampler/sampler.ts'
import type { Constraint } from './grammar.ts'

export interface Walk {
  readonly text: string
  readonly ids: readonly number[]
}

/** Tokens chosen uniformly from the legal ones until the text ends; throws where it does not within `budget`. */
export function randomWalk(
  constraint: Constraint,
  options: {
    readonly vocabulary: TokenVocabulary
    readonly stopIds: readonly number[]
    readonly budget: number
    readonly rng: Rng
  },
): Walk {
  const { vocabulary, stopIds, budget, rng } = options
  const state = constraint.start()
  const ids: number[] = []
  const bytes: number[] = []
  while (!(stopIds.length === 0 && state.isAtEnd)) {
    const legal = state.legal(budget - ids.length)
    const choices = [...legal.keys()].filter((id) => legal[id] === 1)
    const id = rng.pick(choices)
    state.advance(id)
    ids.push(id)
    if (stopIds.includes(id)) break
    bytes.push(...(vocabulary.bytes[id] ?? []))
  }
  if (ids.length > budget) throw new Error(`${ids.length} tokens of ${budget}`)
  return { text: new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes)), ids }
}
