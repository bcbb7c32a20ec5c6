import { HIDDEN } from '../ops/attention.ts'
import type { TransformerConfig } from './config.ts'
import { blocksOf, type SharedPromptLayout } from './layout.ts'
import {
  angleInputs,
  checkIds,
  checkSequence,
  type NamedSequence,
  refusal,
  roundUp,
  type TokenBatch,
  type TokenSequence,
  trainedInputs,
} from './token-batch.ts'

/** Completions behind one prompt; only tokens of completions are trained, their first one included. */
export interface PromptGroup {
  readonly prompt: ArrayLike<number>
  readonly completions: readonly TokenSequence[]
}

interface SharedPromptPolicy {
  readonly config: TransformerConfig
  readonly layout: SharedPromptLayout
}

/**
 * Lays out groups so that each prompt is computed once. Sequences of the result are the completions
 * of all groups, in order. Padding takes the least room where groups are of similar sizes.
 * @throws ConfigError naming the group or completion that cannot be.
 */
export function layoutSharedPrompt(
  { config, layout }: SharedPromptPolicy,
  groups: readonly PromptGroup[],
): TokenBatch {
  const named = checkGroups(config, groups)
  const size = sizesOf(layout, groups)
  const promptPlaces = groups.length * size.prompt
  const places = promptPlaces + groups.length * size.completions * size.completion
  const ids = new Int32Array(places)
  const positions = new Int32Array(places)
  const promptBias = new Float32Array(promptPlaces).fill(HIDDEN)
  const promptEnds = new Int32Array(groups.length * size.completions)
  const starts: { readonly first: number; readonly before: number }[] = []
  for (const [g, { prompt, completions }] of groups.entries()) {
    const start = g * size.prompt
    ids.set(prompt, start)
    promptBias.fill(0, start, start + prompt.length)
    for (let i = 0; i < size.prompt; i++) positions[start + i] = i < prompt.length ? i : 0
    for (const [c, completion] of completions.entries()) {
      const first = promptPlaces + (g * size.completions + c) * size.completion
      ids.set(completion.ids, first)
      for (let i = 0; i < completion.ids.length; i++) positions[first + i] = prompt.length + i
      const index = g * size.completions + c
      promptEnds[index] = start + prompt.length - 1
      starts.push({ first, before: places + index })
    }
  }
  const { batch, trained } = trainedInputs(named, (index, token) => {
    const { first = 0, before = 0 } = starts[index] ?? {}
    return token === 0 ? before : first + token - 1
  })
  const prompts = [groups.length, size.prompt]
  return {
    batch: {
      prompts: { shape: prompts, data: ids.slice(0, promptPlaces) },
      completions: {
        shape: [groups.length, size.completions, size.completion],
        data: ids.slice(promptPlaces),
      },
      promptBias: { shape: prompts, data: promptBias },
      // Padding stands behind the tokens, where the causal mask alone hides it.
      promptSegments: { shape: [1, size.prompt], data: new Int32Array(size.prompt) },
      completionSegments: { shape: [1, size.completion], data: new Int32Array(size.completion) },
      promptEnds: { shape: [promptEnds.length], data: promptEnds },
      ...angleInputs(config, positions),
      ...batch,
    },
    trained,
    tokens: tokensOf(groups),
    places,
  }
}

function checkGroups(
  config: TransformerConfig,
  groups: readonly PromptGroup[],
): readonly NamedSequence[] {
  if (groups.length === 0) throw refusal('a batch', 'it holds no group', 'give one')
  return groups.flatMap(({ prompt, completions }, g) => {
    checkIds(config, `the prompt of group ${g}`, prompt)
    if (completions.length === 0) {
      throw refusal(`group ${g}`, 'it holds no completion', 'leave it out')
    }
    return completions.map((sequence, c) => {
      const named = { name: `completion ${c} of group ${g}`, sequence }
      checkSequence(config, named, prompt.length)
      return named
    })
  })
}

function sizesOf(layout: SharedPromptLayout, groups: readonly PromptGroup[]) {
  const blocks = blocksOf(layout)
  const lengths = groups.flatMap(({ completions }) => completions.map(({ ids }) => ids.length))
  return {
    prompt: roundUp(Math.max(...groups.map(({ prompt }) => prompt.length)), blocks),
    completions: Math.max(...groups.map(({ completions }) => completions.length)),
    completion: roundUp(Math.max(...lengths), blocks),
  }
}

const tokensOf = (groups: readonly PromptGroup[]): number =>
  groups.reduce(
    (sum, { prompt, completions }) =>
      completions.reduce((inner, { ids }) => inner + ids.length, sum + prompt.length),
    0,
  )
