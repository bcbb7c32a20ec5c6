import type { Shapes } from '../checkpoint/parameters.ts'
import type { BuildContext } from '../engine.ts'
import type { Value } from '../ops/graph.ts'
import type { Weights } from '../tensor.ts'
import type { TransformerConfig } from './config.ts'

/** A number for each token, of its hidden state: the head of a critic. */
export const valueHeadShapes = ({ width }: TransformerConfig): Shapes => ({
  'value_head.weight': [1, width],
  'value_head.bias': [1],
})

/** Zero: a new critic expects nothing, whatever it sees. */
export async function* initializeValueHead({ width }: TransformerConfig): Weights {
  yield { name: 'value_head.weight', data: new Float32Array(width) }
  yield { name: 'value_head.bias', data: new Float32Array(1) }
}

/** Values `[M]` of hidden states `[M, width]`, of the policy's own trunk or of another. */
export function valuesOf({ ops, parameter }: BuildContext, hidden: Value): Value {
  const each = ops.linear(hidden, parameter('value_head.weight'), parameter('value_head.bias'))
  return ops.reshape(each, [hidden.shape[0] ?? 1])
}
