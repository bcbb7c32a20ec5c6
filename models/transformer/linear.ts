import type { BuildContext } from '../engine.ts'
import type { Value } from '../ops/graph.ts'

/** Applies a linear layer by its name (`model.layers.0.mlp.up_proj`) to `x [n, in]`. */
export type Linear = (x: Value, module: string, options: { readonly bias: boolean }) => Value

/** Linear layers as they stand in the checkpoint. */
export const plainLinear =
  ({ ops, parameter }: Pick<BuildContext, 'ops' | 'parameter'>): Linear =>
  (x, module, { bias }) =>
    ops.linear(x, parameter(`${module}.weight`), bias ? parameter(`${module}.bias`) : undefined)
