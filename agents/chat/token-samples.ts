import type { TokenSample } from '../../core/index.ts'
import type { Completion } from './completion.ts'
import type { ChatSettings } from './options.ts'

/** Turns completions into token samples, for as long as the server tells ids and log-probs. */
export interface TokenLedger {
  /** null where the server told less than a sample needs. */
  take(purpose: TokenSample['purpose'], completion: Completion): TokenSample | null
}

/**
 * Samples of one episode, in order. A prompt that begins with all the ids of the last sample, or of the
 * last action, prompt and message, extends it; any other begins anew: nothing is decoded and encoded again.
 */
export function createTokenLedger({
  temperature,
  topP = 1,
  processedLogProbs,
}: Pick<ChatSettings, 'temperature' | 'topP' | 'processedLogProbs'>): TokenLedger {
  /** Log-probs told before temperature and top-p are those of another distribution. */
  const areOfTheSampler = processedLogProbs || (temperature === 1 && topP === 1)
  let count = 0
  let candidates: { readonly place: number; readonly ids: readonly number[] }[] = []

  return {
    take(purpose, { promptIds, ids, logProbs }) {
      if (!areOfTheSampler || !promptIds || !ids || logProbs?.length !== ids.length) return null
      const parent = candidates.find((known) => isPrefix(known.ids, promptIds))
      const place = count++
      const sequence = { place, ids: [...promptIds, ...ids] }
      // Of a summary nothing follows that could extend the actions before it, but for the action after.
      candidates = purpose === 'act' ? [sequence] : [sequence, ...candidates].slice(0, 2)
      return {
        purpose,
        parent: parent?.place ?? null,
        newPromptIds: promptIds.slice(parent?.ids.length ?? 0),
        ids,
        logProbs: logProbs.map(([, logProb]) => logProb),
        temperature,
        // A server does not say which weights it holds.
        policyVersions: [[0, ids.length]],
      }
    },
  }
}

function isPrefix(start: readonly number[], whole: readonly number[]): boolean {
  return start.length <= whole.length && start.every((id, place) => whole[place] === id)
}
