import type { TokenSample } from '../../core/index.ts'

/** A sample whose log-probs are told apart by their ids: −id / 100. */
export const drew = (
  newPromptIds: readonly number[],
  ids: readonly number[],
  rest: Partial<TokenSample> = {},
): TokenSample => ({
  ...{ purpose: 'act', parent: null, newPromptIds, ids },
  logProbs: ids.map((id) => -id / 100),
  ...{ temperature: 1, policyVersions: [[0, ids.length]] },
  ...rest,
})

/** An episode of decisions with these samples. */
export const episodeOf = (...decisions: readonly (readonly TokenSample[])[]) => ({
  id: 'e1',
  decisions: decisions.map((samples) => ({ samples, durationMs: 0 })),
})
