import type { TransformerConfig } from '../transformer/config.ts'

/** Shapes of tensors by name, in the order of the model. */
export type Shapes = Readonly<Record<string, readonly number[]>>

/**
 * Names and shapes of all parameters, as Hugging Face's implementations of the family have them
 * (a linear layer's weight: `[out, in]`). Tied embeddings are one parameter: no `lm_head.weight`.
 */
export function parameterShapes(config: TransformerConfig): Shapes {
  const { width, vocabularySize } = config
  const shapes: Record<string, readonly number[]> = {
    'model.embed_tokens.weight': [vocabularySize, width],
  }
  for (let layer = 0; layer < config.layers; layer++) {
    addLayer(shapes, config, `model.layers.${layer}`)
  }
  shapes['model.norm.weight'] = [width]
  if (!config.tiedEmbeddings) shapes['lm_head.weight'] = [vocabularySize, width]
  return shapes
}

function addLayer(
  shapes: Record<string, readonly number[]>,
  config: TransformerConfig,
  layer: string,
): void {
  const { width, feedForward, headSize } = config
  const linear = (name: string, out: number, into: number, bias: boolean) => {
    shapes[`${layer}.${name}.weight`] = [out, into]
    if (bias) shapes[`${layer}.${name}.bias`] = [out]
  }
  const queries = config.heads * headSize
  const keys = config.keyValueHeads * headSize
  linear('self_attn.q_proj', queries, width, config.queryKeyValueBias)
  linear('self_attn.k_proj', keys, width, config.queryKeyValueBias)
  linear('self_attn.v_proj', keys, width, config.queryKeyValueBias)
  linear('self_attn.o_proj', width, queries, config.outputBias)
  if (config.queryKeyNorm) {
    shapes[`${layer}.self_attn.q_norm.weight`] = [headSize]
    shapes[`${layer}.self_attn.k_norm.weight`] = [headSize]
  }
  linear('mlp.gate_proj', feedForward, width, config.feedForwardBias)
  linear('mlp.up_proj', feedForward, width, config.feedForwardBias)
  linear('mlp.down_proj', width, feedForward, config.feedForwardBias)
  shapes[`${layer}.input_layernorm.weight`] = [width]
  shapes[`${layer}.post_attention_layernorm.weight`] = [width]
}
