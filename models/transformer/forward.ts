import type { BuildContext } from '../engine.ts'
import { adaptedHead, adaptedLinear } from '../lora/apply.ts'
import type { LoraConfig } from '../lora/config.ts'
import type { Value } from '../ops/graph.ts'
import { type Attention, createAttention } from './attention.ts'
import type { TransformerConfig } from './config.ts'
import { rowsDims, sharedPromptDims, type TokenLayout } from './layout.ts'
import { type Linear, plainLinear } from './linear.ts'

/** What is computed: a model, how tokens stand in its batches, and the adapter on it, if any. */
export interface Policy {
  readonly config: TransformerConfig
  readonly layout: TokenLayout
  readonly lora?: LoraConfig
}

/** Angles of queries carry the scale of attention. */
interface Rotations {
  readonly cos: Value
  readonly sin: Value
  readonly queryCos: Value
  readonly querySin: Value
}

/** What the layers of a decoder are written with, whatever stands in its batch. */
export interface Decoder {
  readonly context: BuildContext
  readonly config: TransformerConfig
  readonly linear: Linear
  readonly attention: Attention
  /** Leaves those tokens that matter behind the attention of the last layer. */
  readonly keep: (x: Value) => Value
}

interface Layer extends Omit<Decoder, 'keep'> {
  readonly index: number
  readonly name: string
  readonly rotations: Rotations
}

/**
 * The decoder up to its last norm: the hidden states `[M, width]` of the tokens at `rows`. Behind the
 * attention of the last layer no other token matters, so the rest is computed for those alone.
 */
export function hiddenStates(context: BuildContext, policy: Policy): Value {
  const { ops, input } = context
  const { config, layout } = policy
  return decoderStates(
    {
      ...{ context, config, linear: policyLinear(context, policy) },
      attention: createAttention({ ops, config, input }, layout),
      keep: (x) => trainedRows(context, layout, x),
    },
    tokenIds(context, layout),
  )
}

/** The same for any attention over the tokens `ids [tokens]`; their angles are inputs. */
export function decoderStates({ keep, ...decoder }: Decoder, ids: Value): Value {
  const { context, config } = decoder
  const { ops, parameter, input } = context
  const rotations = {
    ...{ cos: input('cos'), sin: input('sin') },
    ...{ queryCos: input('queryCos'), querySin: input('querySin') },
  }
  let x = ops.gather(parameter('model.embed_tokens.weight'), ids)
  for (let index = 0; index < config.layers; index++) {
    const layer = { ...decoder, index, rotations, name: `model.layers.${index}` }
    let mixed = attend(layer, x)
    if (index === config.layers - 1) {
      mixed = keep(mixed)
      x = keep(x)
    }
    const bias = { bias: config.outputBias }
    x = ops.add(x, decoder.linear(mixed, `${layer.name}.self_attn.o_proj`, bias))
    x = ops.add(x, feedForward(layer, x))
  }
  return ops.rmsNorm(x, parameter('model.norm.weight'), config.normEpsilon)
}

/** Linear layers as the policy has them: plain, or with the adapter's updates. */
export function policyLinear(
  context: BuildContext,
  { config, lora }: Pick<Policy, 'config' | 'lora'>,
): Linear {
  const plain = plainLinear(context)
  return lora ? adaptedLinear(context, { config, lora }, plain) : plain
}

/** The tokens `[M, ...]` whose next one is trained. */
function trainedRows({ ops, input }: BuildContext, { kind }: TokenLayout, x: Value): Value {
  const all = kind === 'rows' ? x : ops.concat([x, ops.gather(x, input('promptEnds'))], 0)
  return ops.gather(all, input('rows'), { unique: true })
}

/** The matrix `[vocabulary, width]` that makes logits of hidden states. */
export function headWeight(
  context: BuildContext,
  { config, lora }: Pick<Policy, 'config' | 'lora'>,
): Value {
  if (config.tiedEmbeddings) return context.parameter('model.embed_tokens.weight')
  const head = { module: 'lm_head', weight: context.parameter('lm_head.weight') }
  return lora ? adaptedHead(context, { config, lora }, head) : head.weight
}

/** All token ids as one list `[tokens]`. */
function tokenIds({ ops, input }: BuildContext, layout: TokenLayout): Value {
  if (layout.kind === 'rows') return ops.reshape(input('ids'), [rowsDims(layout).tokens])
  const { promptTokens, groups, completions, completionLength } = sharedPromptDims(layout)
  const rest = ops.productOf([groups, completions, completionLength])
  return ops.concat(
    [ops.reshape(input('prompts'), [promptTokens]), ops.reshape(input('completions'), [rest])],
    0,
  )
}

/** Norm, projections, rotation and attention: mixed values `[tokens, heads · headSize]`. */
function attend(layer: Layer, x: Value): Value {
  const { context, config, index, name, linear, rotations, attention } = layer
  const { ops, parameter } = context
  const { heads, keyValueHeads, headSize, normEpsilon, queryKeyNorm } = config
  const normal = ops.rmsNorm(x, parameter(`${name}.input_layernorm.weight`), normEpsilon)
  const projected = (side: 'q' | 'k' | 'v', count: number) => {
    const y = linear(normal, `${name}.self_attn.${side}_proj`, { bias: config.queryKeyValueBias })
    const split = ops.reshape(y, [x.shape[0] ?? 1, count, headSize])
    if (!queryKeyNorm || side === 'v') return split
    return ops.rmsNorm(split, parameter(`${name}.self_attn.${side}_norm.weight`), normEpsilon)
  }
  const { cos, sin, queryCos, querySin } = rotations
  return attention(
    {
      q: ops.rope(projected('q', heads), queryCos, querySin),
      k: ops.rope(projected('k', keyValueHeads), cos, sin),
      v: projected('v', keyValueHeads),
    },
    index,
  )
}

/** SwiGLU (Shazeer 2020, eq. 6): `down(silu(gate(x)) · up(x))`, behind its norm. */
function feedForward({ context, config, name, linear }: Layer, x: Value): Value {
  const { ops, parameter } = context
  const bias = { bias: config.feedForwardBias }
  const weight = parameter(`${name}.post_attention_layernorm.weight`)
  const normal = ops.rmsNorm(x, weight, config.normEpsilon)
  const gate = ops.silu(linear(normal, `${name}.mlp.gate_proj`, bias))
  const up = linear(normal, `${name}.mlp.up_proj`, bias)
  return linear(ops.mul(gate, up), `${name}.mlp.down_proj`, bias)
}
