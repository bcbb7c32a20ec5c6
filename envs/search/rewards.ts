import {
  citationAware,
  entityAware,
  goldProbability,
  informationGain,
  lastTurn,
  progress,
  solved,
  weighted,
} from '../../rewards/index.ts'

/** What it is made of is stored beside it, unpaid: the probability after each turn, its gain, F1. */
function igpo() {
  const gain = informationGain()
  const f1 = progress({ signal: 'f1' })
  return weighted({
    igpo: [1, lastTurn(gain, f1)],
    goldProbability: [0, goldProbability()],
    informationGain: [0, gain],
    f1: [0, f1],
  })
}

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
  /** Each turn's gain in the probability of the gold answer; F1 on the last (IGPO, arXiv 2510.14967). */
  igpo: igpo(),
  /** A wrong answer earns for the entities it found, beside the best of its group. */
  'e-grpo': entityAware(),
  /** A right answer earns more with its evidence, beside the best of its group. */
  'c-grpo': citationAware(),
}
