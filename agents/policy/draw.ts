import type { Grammar, Rng, Sample, TokenSample, TokenSampler, Usage } from '../../core/index.ts'
import { grammarKey } from '../../models/index.ts'
import type { PolicySettings } from './options.ts'

/** A prompt with what was sampled for it: what the next prompt may extend. */
export interface Thread {
  /** Place of the sample among all of the episode's. */
  readonly place: number
  readonly ids: readonly number[]
}

/** What a policy is given; `parent` is what it extends. */
export interface Prompt {
  readonly ids: readonly number[]
  readonly parent: Thread | null
}

export interface Drawing {
  readonly drawn: Sample
  readonly sample: TokenSample
  readonly thread: Thread
  readonly usage: Usage
}

export interface DrawRequest {
  readonly purpose: TokenSample['purpose']
  readonly prompt: Prompt
  readonly maxTokens: number
  readonly signal: AbortSignal
}

/** Draws the samples of one episode, in order, each by a seed of its own. */
export function createDrawer(given: {
  readonly sampler: TokenSampler
  readonly settings: PolicySettings
  readonly seeds: Rng
  readonly stopIds: readonly number[]
  readonly grammar: Grammar | null
}): (request: DrawRequest) => Promise<Drawing> {
  const { sampler, settings, seeds, stopIds, grammar } = given
  const { temperature, topK, topP, minP, stop } = settings
  const cuts = {
    ...(topK === undefined ? {} : { topK }),
    ...(topP === undefined ? {} : { topP }),
    ...(minP === undefined ? {} : { minP }),
  }
  const key = grammar ? grammarKey(grammar) : null
  let place = 0

  return async ({ purpose, prompt: { ids, parent }, maxTokens, signal }) => {
    const isAct = purpose === 'act'
    const request = {
      prompt: ids,
      maxTokens,
      seed: seeds.int(2 ** 31),
      temperature,
      ...cuts,
      stopIds,
      ...(isAct && stop ? { stop } : {}),
      ...(isAct && grammar ? { grammar } : {}),
    }
    const drawn = await sampler.sample(request, { signal })
    const left = { ...cuts, ...(isAct && key ? { grammar: key, maxTokens } : {}) }
    const sample: TokenSample = {
      purpose,
      parent: parent?.place ?? null,
      newPromptIds: ids.slice(parent?.ids.length ?? 0),
      ids: drawn.ids,
      logProbs: drawn.logProbs,
      temperature,
      ...(Object.keys(left).length > 0 ? { drawn: left } : {}),
      policyVersions: drawn.policyVersions,
    }
    return {
      drawn,
      sample,
      thread: { place: place++, ids: [...ids, ...drawn.ids] },
      usage: {
        requests: 1,
        promptTokens: ids.length,
        // Keys and values of what is extended are there: only the rest needs computing.
        cachedTokens: parent?.ids.length ?? 0,
        completionTokens: drawn.ids.length,
      },
    }
  }
}
