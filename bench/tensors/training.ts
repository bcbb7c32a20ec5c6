import type { Rng } from '../../core/index.ts'
import {
  declareParameters,
  type Engine,
  initialize,
  layoutRows,
  layoutSharedPrompt,
  policyInputs,
  policyOutputs,
  presetConfig,
  type TokenLayout,
} from '../../models/index.ts'

export interface Asked {
  readonly preset: 'bench-a' | 'bench-b'
  readonly config: { readonly vocabularySize: number }
  readonly rows: number
  readonly length: number
  /** Rows are trained from this position on; what stands before is a prompt, the same for all. */
  readonly trainFrom?: number
  /** Whether rows stand behind one prompt, which is computed once. */
  readonly packed?: boolean
  readonly blocks?: number
  readonly steps: number
}

/** A policy-gradient step, `−Σ advantage · log π(token) / tokens`, with AdamW and the clip of the norm. */
export async function openTraining(engine: Engine, asked: Asked, rng: Rng) {
  const config = presetConfig(asked.preset, {
    vocabularySize: asked.config.vocabularySize,
    eosTokenIds: [],
  })
  const { blocks = 4 } = asked
  const layout: TokenLayout = asked.packed
    ? { kind: 'sharedPrompt', blocks }
    : { kind: 'rows', blocks, aligned: true }
  const policy = { config, layout }
  const parameters = await engine.open(declareParameters(config), initialize(config, rng))
  const program = await parameters.program({
    batch: policyInputs(policy, ['advantages']),
    build(context) {
      const { ops, input } = context
      const { logProbs } = policyOutputs(context, policy)
      return { loss: ops.neg(ops.sum(ops.mul(logProbs, input('advantages')))) }
    },
  })
  const token = () => rng.int(config.vocabularySize)
  return {
    async step({ rows, length, trainFrom = 1, packed }: Asked): Promise<number> {
      const prompt = Array.from({ length: trainFrom }, token)
      const completions = Array.from({ length: rows }, () =>
        Array.from({ length: length - trainFrom }, token),
      )
      const ones = (ids: readonly number[]) => ids.map(() => 1)
      const advantages = (ids: readonly number[]) => ids.map(() => rng.normal())
      const batch = packed
        ? layoutSharedPrompt({ config, layout: { kind: 'sharedPrompt', blocks } }, [
            {
              prompt,
              completions: completions.map((ids) => ({
                ids,
                mask: ones(ids),
                values: { advantages: advantages(ids) },
              })),
            },
          ])
        : layoutRows(
            { config, layout: { kind: 'rows', blocks, aligned: true } },
            completions.map((own) => {
              const ids = [...prompt, ...own]
              const mask = ids.map((_, i) => (i >= trainFrom ? 1 : 0))
              return { ids, mask, values: { advantages: advantages(ids) } }
            }),
          )
      const { loss } = await program.accumulate(batch.batch)
      await parameters.apply({
        learningRate: 1e-4,
        denominator: rows * (length - trainFrom),
        maxGradientNorm: 1,
        weightDecay: 0.01,
      })
      return loss
    },
  }
}
