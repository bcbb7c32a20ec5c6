import type { LogProbScorer } from '../../core/index.ts'
import { createScorer, type ScorerOptions, type Tokenizer } from '../../models/index.ts'

/** What rewards ask of the policy that learns. */
export interface PolicyScorer extends AsyncDisposable {
  readonly logProbs: LogProbScorer
  /** Changes the weights between two calls, in the order they came. */
  change<T>(step: () => Promise<T>): Promise<T>
}

export interface PolicyScorerOptions extends Pick<ScorerOptions, 'parameters' | 'config' | 'lora'> {
  readonly tokenizer: Tokenizer
  /** Each call is a batch of its own: who shares one decides about last bits, and depends on clocks. */
  readonly alone: boolean
}

/**
 * Scores under the weights as they are while episodes are played. What is asked at once is answered by one
 * version of them.
 */
export function createPolicyScorer(options: PolicyScorerOptions): PolicyScorer {
  const { tokenizer, alone, ...policy } = options
  const scorer = createScorer(policy)
  const service = scorer.asLogProbScorer({ tokenizer })
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
  /** Calls that wait for one turn together. */
  let waiting: (() => Promise<void>)[] | null = null
  const join = (call: () => Promise<void>) => {
    if (waiting) {
      waiting.push(call)
      return
    }
    const calls = [call]
    waiting = calls
    void inTurn(async () => {
      if (waiting === calls) waiting = null
      await Promise.all(calls.map((each) => each()))
    })
  }
  return {
    logProbs: {
      ...service,
      score: (...asked) => {
        if (alone) return inTurn(() => service.score(...asked))
        return new Promise((resolve, reject) => {
          join(() => service.score(...asked).then(resolve, reject))
        })
      },
    },
    change(step) {
      // Who asks from here on is told by the weights to come.
      waiting = null
      return inTurn(step)
    },
    [Symbol.asyncDispose]: () => scorer.close(),
  }
}
