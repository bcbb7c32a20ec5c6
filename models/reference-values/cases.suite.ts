import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BuildContext } from '../engine.ts'
import type { Value } from '../ops/graph.ts'
import type { Policy } from '../transformer/forward.ts'
import { layoutRows, type RowSequence } from '../transformer/layout-rows.ts'
import { layoutSharedPrompt, type PromptGroup } from '../transformer/layout-shared-prompt.ts'
import { packRows } from '../transformer/pack-rows.ts'
import { policyOutputs } from '../transformer/policy.ts'
import type { TokenBatch } from '../transformer/token-batch.ts'

interface Completion {
  readonly ids: readonly number[]
  readonly mask: readonly number[]
  readonly advantages: readonly number[]
}

/** Of a model, and of it with its adapter. */
export interface Expected {
  readonly loss: number
  /** Of each completion's tokens. */
  readonly oldLogProbs: readonly (readonly number[])[]
  /** What is written greedily behind each prompt. */
  readonly greedy: readonly {
    readonly ids: readonly number[]
    readonly logProbs: readonly number[]
    /** Two of the ids, and what is written where either ends it. */
    readonly stopIds: readonly number[]
    readonly stopped: readonly number[]
  }[]
}

/** Written by make_models.py. */
interface Cases {
  readonly prompts: readonly (readonly number[])[]
  readonly late: { readonly ids: readonly number[]; readonly firstPosition: number }
  readonly groups: readonly {
    readonly prompt: readonly number[]
    readonly completions: readonly Completion[]
  }[]
  readonly clip: number
  readonly entropy: number
  readonly temperature: number
}

export const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))
export const json = <T>(path: string): T => JSON.parse(readFileSync(folder(path), 'utf8')) as T
export const cases = json<Cases>('cases.json')
export const valueNames = ['advantages', 'oldLogProbs'] as const

export interface RowsPolicy extends Policy {
  readonly layout: Extract<Policy['layout'], { kind: 'rows' }>
}

export type LayOut = (
  policy: Omit<Policy, 'layout'>,
  oldLogProbs: Expected['oldLogProbs'],
) => { readonly policy: Policy; readonly batch: TokenBatch }

/** Ways to lay out the same tokens: all give one loss. */
export const layouts: readonly (readonly [string, LayOut])[] = [
  [
    'a row each',
    (given, old) => {
      const policy = { ...given, layout: { kind: 'rows', aligned: true } } as const
      return { policy, batch: layoutRows(policy, groupRows(old)) }
    },
  ],
  [
    'packed rows',
    (given, old) => {
      const policy = { ...given, layout: { kind: 'rows', blocks: 2 } } as const
      const sequences = groupRows(old)
      const lengths = sequences.map(({ ids }) => ids.length)
      return { policy, batch: layoutRows(policy, sequences, { rows: packRows(lengths, 24) }) }
    },
  ],
  [
    'a shared prompt',
    (given, old) => {
      const policy = { ...given, layout: { kind: 'sharedPrompt' } } as const
      return { policy, batch: layoutSharedPrompt(policy, promptGroups(old)) }
    },
  ],
  [
    'a shared prompt in one block',
    (given, old) => {
      const policy = { ...given, layout: { kind: 'sharedPrompt', blocks: 1 } } as const
      return { policy, batch: layoutSharedPrompt(policy, promptGroups(old)) }
    },
  ],
]

function promptGroups(oldLogProbs: Expected['oldLogProbs']): PromptGroup[] {
  let count = 0
  return cases.groups.map(({ prompt, completions }) => ({
    prompt,
    completions: completions.map(({ ids, mask, advantages }) => ({
      ids,
      mask,
      values: { advantages, oldLogProbs: oldLogProbs[count++] ?? [] },
    })),
  }))
}

/** The same, with its prompt before each completion. */
const groupRows = (oldLogProbs: Expected['oldLogProbs']): RowSequence[] =>
  promptGroups(oldLogProbs).flatMap(({ prompt, completions }) =>
    completions.map(({ ids, mask, values = {} }) => {
      const behind = (numbers: ArrayLike<number> = []) => [
        ...new Array<number>(prompt.length).fill(0),
        ...Array.from(numbers),
      ]
      return {
        ids: [...Array.from(prompt), ...Array.from(ids)],
        mask: behind(mask),
        values: Object.fromEntries(valueNames.map((name) => [name, behind(values[name])])),
      }
    }),
  )

/** A row for the token behind each of these: logits at every place. */
export const wholly = (ids: readonly number[]): RowSequence => ({
  ids: [...ids, 0],
  mask: [0, ...ids.map(() => 1)],
})

export const promptRows =
  ({ padding = 'right', packed = false }: { padding?: 'left' | 'right'; packed?: boolean }) =>
  (policy: RowsPolicy): TokenBatch => {
    const sequences = cases.prompts.map(wholly)
    const lengths = sequences.map(({ ids }) => ids.length)
    return layoutRows(policy, sequences, {
      padding,
      ...(packed && { rows: packRows(lengths, 20) }),
    })
  }

/** PPO's clipped objective (Schulman et al. 2017, eq. 7) with an entropy bonus, summed over tokens. */
export function clippedLoss(context: BuildContext, policy: Policy): Value {
  const { ops, input } = context
  const temperature = ops.constant(cases.temperature)
  const { logProbs, entropy } = policyOutputs(context, policy, { temperature })
  const ratio = ops.exp(ops.sub(logProbs, input('oldLogProbs')))
  const [low, high] = [ops.constant(1 - cases.clip), ops.constant(1 + cases.clip)]
  const clipped = ops.minimum(ops.maximum(ratio, low), high)
  const advantages = input('advantages')
  const gain = ops.minimum(ops.mul(ratio, advantages), ops.mul(clipped, advantages))
  return ops.neg(ops.sum(ops.add(gain, ops.mul(entropy, ops.constant(cases.entropy)))))
}
