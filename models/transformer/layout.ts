import type { BatchDeclaration, BatchDeclarations } from '../engine.ts'
import { addDims, type Dim, multiplyDims } from '../ops/dims.ts'
import type { TransformerConfig } from './config.ts'

/** Several sequences behind one another, or one, in rows of one length. */
export interface RowsLayout {
  readonly kind: 'rows'
  /** Rows are cut into so many blocks: queries of one skip the keys of later ones. Default 4. */
  readonly blocks?: number
  /** One sequence a row, from its start: one mask serves all rows. By default each row has its own. */
  readonly aligned?: boolean
}

/** Groups of completions behind one prompt each, which is computed once. */
export interface SharedPromptLayout {
  readonly kind: 'sharedPrompt'
  readonly blocks?: number
}

/** How tokens stand in a batch. */
export type TokenLayout = RowsLayout | SharedPromptLayout

/** Sizes of a batch: symbols, times the blocks. */
export interface RowsDims {
  readonly rows: Dim
  readonly block: Dim
  readonly length: Dim
  readonly tokens: Dim
}
export interface SharedPromptDims {
  readonly groups: Dim
  readonly completions: Dim
  readonly promptBlock: Dim
  readonly promptLength: Dim
  readonly completionBlock: Dim
  readonly completionLength: Dim
  readonly promptTokens: Dim
  readonly tokens: Dim
}

export const blocksOf = ({ blocks = 4 }: TokenLayout): number => blocks

export function rowsDims(layout: RowsLayout): RowsDims {
  const length = multiplyDims(blocksOf(layout), 'S')
  return { rows: 'B', block: 'S', length, tokens: multiplyDims('B', length) }
}

export function sharedPromptDims(layout: SharedPromptLayout): SharedPromptDims {
  const promptLength = multiplyDims(blocksOf(layout), 'P')
  const completionLength = multiplyDims(blocksOf(layout), 'L')
  const promptTokens = multiplyDims('G', promptLength)
  return {
    groups: 'G',
    completions: 'C',
    promptBlock: 'P',
    promptLength,
    completionBlock: 'L',
    completionLength,
    promptTokens,
    tokens: addDims(promptTokens, multiplyDims('G', 'C', completionLength)),
  }
}

/** How many tokens go through the layers. */
export const tokensOf = (layout: TokenLayout): Dim =>
  layout.kind === 'rows' ? rowsDims(layout).tokens : sharedPromptDims(layout).tokens

/**
 * The inputs of a policy's forward pass: tokens and angles, `rows` whose next token is trained, their
 * `targets`, and further numbers of each (advantages, old log-probabilities) by name; `M` is how many.
 */
export function policyInputs(
  { config, layout }: { readonly config: TransformerConfig; readonly layout: TokenLayout },
  values: readonly string[] = [],
): BatchDeclarations {
  const angle: BatchDeclaration = {
    dtype: 'float32',
    shape: [tokensOf(layout), config.headSize / 2],
  }
  const trained = { dtype: 'int32', shape: ['M'] } as const
  const numbers = values.map((name) => [name, { dtype: 'float32', shape: ['M'] }] as const)
  return {
    ...(layout.kind === 'rows' ? rowsInputs(layout) : sharedPromptInputs(layout)),
    ...{ cos: angle, sin: angle, queryCos: angle, querySin: angle },
    ...{ rows: trained, targets: trained },
    ...Object.fromEntries(numbers),
  }
}

function rowsInputs(layout: RowsLayout): BatchDeclarations {
  const { rows, length } = rowsDims(layout)
  return {
    ids: { dtype: 'int32', shape: [rows, length] },
    segments: { dtype: 'int32', shape: [layout.aligned ? 1 : rows, length] },
  }
}

function sharedPromptInputs(layout: SharedPromptLayout): BatchDeclarations {
  const { groups, completions, promptLength, completionLength } = sharedPromptDims(layout)
  return {
    prompts: { dtype: 'int32', shape: [groups, promptLength] },
    completions: { dtype: 'int32', shape: [groups, completions, completionLength] },
    /** What is added to the scores of prompt tokens: 0, or `HIDDEN` where they are padding. */
    promptBias: { dtype: 'float32', shape: [groups, promptLength] },
    promptSegments: { dtype: 'int32', shape: [1, promptLength] },
    completionSegments: { dtype: 'int32', shape: [1, completionLength] },
    /**
     * Where the prompt of each completion ends. `rows` count these behind all tokens, one a completion,
     * so that none of them is two rows: several completions begin behind one token.
     */
    promptEnds: { dtype: 'int32', shape: [multiplyDims(groups, completions)] },
  }
}
