import { createRng, type Rng } from '../../../core/index.ts'
import type { Batch, Engine, ParameterDeclarations, ProgramDefinition } from '../../engine.ts'
import type { LoraConfig } from '../../lora/config.ts'
import { sizeOf, type Weights } from '../../tensor.ts'
import type { TransformerConfig } from '../../transformer/config.ts'
import { declareParameters } from '../../transformer/declare-parameters.ts'
import type { Policy } from '../../transformer/forward.ts'
import { policyInputs } from '../../transformer/layout.ts'
import { layoutRows } from '../../transformer/layout-rows.ts'
import { layoutSharedPrompt } from '../../transformer/layout-shared-prompt.ts'
import { packRows } from '../../transformer/pack-rows.ts'
import { policyOutputs } from '../../transformer/policy.ts'
import { presetConfig } from '../../transformer/presets.ts'
import { valuesOf } from '../../transformer/value-head.ts'

/** A whole tiny transformer with a loss, and batches of several sizes. */
export interface AgreementCase {
  readonly name: string
  readonly declared: ParameterDeclarations
  weights(): Weights
  readonly definition: ProgramDefinition
  readonly batches: readonly Batch[]
}

export type EngineOpener = () => Promise<Pick<Engine, 'open' | 'close'>>

const vocabularySize = 23
const llama = presetConfig('nano', { vocabularySize, maxLength: 64 })
const configs = {
  llama: {
    ...llama,
    tiedEmbeddings: false,
    rope: {
      theta: 500_000,
      scaling: {
        ...{ kind: 'llama3', factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4 },
        originalMaxLength: 32,
      },
    },
  },
  'llama, biases everywhere': {
    ...llama,
    ...{ queryKeyValueBias: true, outputBias: true, feedForwardBias: true },
  },
  qwen2: { ...llama, family: 'qwen2', queryKeyValueBias: true, heads: 4, keyValueHeads: 2 },
  qwen3: { ...llama, family: 'qwen3', queryKeyNorm: true, headSize: 12 },
} as const satisfies Record<string, TransformerConfig>

const lora: LoraConfig = {
  ...{ rank: 3, alpha: 5, rankStabilized: true },
  targetModules: ['q_proj', 'v_proj', 'down_proj'],
}
const headLora: LoraConfig = { ...lora, targetModules: ['o_proj', 'lm_head'] }

type Layouts = 'aligned rows' | 'packed rows' | 'a shared prompt'
interface Parts {
  readonly config: keyof typeof configs
  readonly layout: Layouts
  readonly lora?: LoraConfig
  readonly valueHead?: boolean
}

const valueNames = ['advantages', 'oldLogProbs', 'returns', 'temperature'] as const

/** Families, layouts and parts, each in some case. */
export const agreementCases: readonly AgreementCase[] = [
  caseOf({ config: 'llama', layout: 'packed rows' }),
  caseOf({ config: 'llama, biases everywhere', layout: 'a shared prompt', valueHead: true }),
  caseOf({ config: 'llama', layout: 'aligned rows', lora: headLora }),
  caseOf({ config: 'qwen2', layout: 'aligned rows', valueHead: true }),
  caseOf({ config: 'qwen2', layout: 'a shared prompt', lora }),
  caseOf({ config: 'qwen3', layout: 'a shared prompt' }),
  caseOf({ config: 'qwen3', layout: 'packed rows', lora, valueHead: true }),
]

function caseOf(parts: Parts): AgreementCase {
  const config: TransformerConfig = configs[parts.config]
  const { lora: adapter, valueHead = false, layout } = parts
  const declared = declareParameters(config, { valueHead, ...(adapter && { lora: adapter }) })
  const name = [parts.config, layout, adapter && 'an adapter', valueHead && 'a value head']
    .filter(Boolean)
    .join(', ')
  const policy: Policy = {
    config,
    layout:
      layout === 'a shared prompt'
        ? { kind: 'sharedPrompt', blocks: 2 }
        : { kind: 'rows', blocks: 2, aligned: layout === 'aligned rows' },
    ...(adapter && { lora: adapter }),
  }
  return {
    name,
    declared,
    weights: () => randomWeights(declared, createRng(7)),
    definition: clippedLoss(policy, valueHead),
    batches: [2, 3].map((size) => batchOf(policy, layout, size, createRng(size))),
  }
}

/** Far from a start, where adapters and heads are zero and gradients of half of them, too. */
async function* randomWeights(declared: ParameterDeclarations, rng: Rng): Weights {
  for (const [name, { shape }] of Object.entries(declared)) {
    const centre = name.endsWith('norm.weight') ? 1 : 0
    const deviation = shape.length === 1 ? 0.2 : 1 / Math.sqrt(shape[1] ?? 1)
    yield {
      name,
      data: Float32Array.from({ length: sizeOf(shape) }, () => centre + deviation * rng.normal()),
    }
  }
}

/** PPO's clipped objective with entropy, a temperature a token, and the squared error of values. */
function clippedLoss(policy: Policy, valueHead: boolean): ProgramDefinition {
  return {
    batch: policyInputs(policy, valueNames),
    build(context) {
      const { ops, input } = context
      const temperature = input('temperature')
      const { logProbs, entropy, hidden } = policyOutputs(context, policy, { temperature })
      const ratio = ops.exp(ops.sub(logProbs, input('oldLogProbs')))
      const clipped = ops.minimum(ops.maximum(ratio, ops.constant(0.8)), ops.constant(1.2))
      const advantages = input('advantages')
      const gain = ops.minimum(ops.mul(ratio, advantages), ops.mul(clipped, advantages))
      const bonus = ops.mul(entropy, ops.constant(0.05))
      const loss = ops.neg(ops.sum(ops.add(gain, bonus)))
      const metrics = { entropy: ops.mean(entropy), logProbs }
      if (!valueHead) return { loss, metrics }
      const error = ops.sub(valuesOf(context, hidden), input('returns'))
      return { loss: ops.add(loss, ops.sum(ops.mul(error, error))), metrics }
    },
  }
}

/** Two or three sequences of different lengths, some tokens of each not trained. */
function batchOf({ config, layout }: Policy, kind: Layouts, size: number, rng: Rng): Batch {
  const token = () => rng.int(config.vocabularySize)
  const tokens = (length: number) => Array.from({ length }, token)
  const sequence = (length: number, from: number) => {
    const ids = tokens(length)
    const numbers = (draw: () => number) => ids.map(draw)
    return {
      ids,
      mask: ids.map((_, i) => (i >= from && (i === from || rng.chance(0.8)) ? 1 : 0)),
      values: {
        advantages: numbers(() => rng.normal()),
        // About what an untrained policy says: some ratios are clipped, some are not.
        oldLogProbs: numbers(() => -Math.log(config.vocabularySize) + 0.5 * rng.normal()),
        returns: numbers(() => rng.normal()),
        temperature: numbers(() => 0.7 + rng.float()),
      },
    }
  }
  if (layout.kind === 'sharedPrompt') {
    const groups = Array.from({ length: size - 1 }, (_, g) => ({
      prompt: tokens(3 + 2 * g),
      completions: Array.from({ length: 2 + g }, (_, c) => sequence(2 + c + size, 0)),
    }))
    return layoutSharedPrompt({ config, layout }, groups).batch
  }
  const sequences = Array.from({ length: size }, (_, i) => sequence(4 + 3 * i, 1 + i))
  const lengths = sequences.map(({ ids }) => ids.length)
  const rows = kind === 'packed rows' ? { rows: packRows(lengths, 14) } : {}
  return layoutRows({ config, layout }, sequences, rows).batch
}
