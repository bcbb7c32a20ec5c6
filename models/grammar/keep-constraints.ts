import { ConfigError, type Grammar } from '../../core/index.ts'
import type { TokenVocabulary } from '../sampler/sampler.ts'
import { createConstraint } from './create-constraint.ts'
import type { Constraint } from './grammar.ts'
import { grammarKey } from './grammar-key.ts'

/** The constraint of a grammar and of what ends its texts. */
export type Constraints = (grammar: Grammar, stopIds: readonly number[]) => Constraint

/** Each has masks of its own, of which many may be wide. */
const KEPT = 16

/** Makes constraints, and keeps those that were used last: most requests ask for the same. */
export function keepConstraints(vocabulary: TokenVocabulary | undefined): Constraints {
  const kept = new Map<string, Constraint>()
  return (grammar, stopIds) => {
    if (!vocabulary) throw new ConfigError('Cannot hold samples to a grammar without a vocabulary')
    const key = JSON.stringify([grammarKey(grammar), stopIds])
    const constraint = kept.get(key) ?? createConstraint(grammar, { vocabulary, stopIds })
    kept.delete(key)
    kept.set(key, constraint)
    const [oldest] = kept.keys()
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    return constraint
  }
}
