import {
  citationAware,
  entityAware,
  informationGain,
  lastTurn,
  progress,
  solved,
  weighted,
} from '../../rewards/index.ts'

/** What search episodes are worth. */
export const searchRewards = {
  /** 1 for the right answer, or an alias of it, or for saying rightly that there is none. */
  sparse: solved(),
  /** Beside it the gain in supporting pages opened and in entities read, which telescopes to what is reached. */
  dense: weighted({
    solved: [1, solved()],
    support: [0.3, progress({ signal: 'supportRecall' })],
    entities: [0.2, progress({ signal: 'entitiesFound' })],
  }),
  /** Exact match alone (Search-R1, arXiv 2503.09516). */
  em: progress({ signal: 'exactMatch' }),
  f1: progress({ signal: 'f1' }),
  /** Each turn's gain in the probability of the gold answer; F1 on the last. */
  igpo: lastTurn(informationGain(), progress({ signal: 'f1' })),
  /** A wrong answer earns for the entities it found, beside the best of its group. */
  'e-grpo': entityAware(),
  /** A right answer earns more with its evidence, beside the best of its group. */
  'c-grpo': citationAware(),
}
