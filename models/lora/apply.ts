import { parameterShapes } from '../checkpoint/parameters.ts'
import type { BuildContext } from '../engine.ts'
import type { Value } from '../ops/graph.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import type { Linear } from '../transformer/linear.ts'
import { type LoraConfig, loraScale, loraShapes } from './config.ts'

/**
 * Linear layers with their low-rank updates (Hu et al. 2021, eq. 3): `W·x + b + B·(s·(A·x))`, scaled
 * where the update is narrowest.
 */
export function adaptedLinear(
  { ops, parameter }: BuildContext,
  { config, lora }: { readonly config: TransformerConfig; readonly lora: LoraConfig },
  plain: Linear,
): Linear {
  const shapes = loraShapes(parameterShapes(config), lora)
  return (x, module, options) => {
    const y = plain(x, module, options)
    const down = `${module}.lora_A.weight`
    if (!Object.hasOwn(shapes, down)) return y
    const scale = ops.constant(loraScale(lora, module))
    const narrow = ops.mul(ops.linear(x, parameter(down)), scale)
    return ops.add(y, ops.linear(narrow, parameter(`${module}.lora_B.weight`)))
  }
}

/** A head's matrix with its update in it: the op that reads it takes one matrix. */
export function adaptedHead(
  { ops, parameter }: BuildContext,
  { config, lora }: { readonly config: TransformerConfig; readonly lora: LoraConfig },
  head: { readonly module: string; readonly weight: Value },
): Value {
  const down = `${head.module}.lora_A.weight`
  if (!Object.hasOwn(loraShapes(parameterShapes(config), lora), down)) return head.weight
  const scale = ops.constant(loraScale(lora, head.module))
  const up = ops.mul(parameter(`${head.module}.lora_B.weight`), scale)
  return ops.add(head.weight, ops.matmul(up, parameter(down)))
}
