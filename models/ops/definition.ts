import { ConfigError } from '../../core/index.ts'
import type { Dim, Shape } from './dims.ts'
import type { TensorType, Value } from './graph.ts'
import type { Ops } from './ops.ts'

/** Attributes of an op: JSON. */
export type NoAttrs = Readonly<Record<never, never>>

/** A tensor of the reference evaluator: float64 whatever its dtype. */
export interface Dense {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

export interface VjpContext<A> {
  readonly ops: Ops
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
  /** Gradients of the outputs; undefined where the loss does not depend on one. */
  readonly gradients: readonly (Value | undefined)[]
  readonly attrs: A
  /** Which inputs a gradient is wanted of. */
  readonly wanted: readonly boolean[]
}

/** What every engine must agree on about an op. */
export interface OpDefinition<A> {
  /** Types of the outputs; refuses inputs that do not fit. */
  readonly infer: (inputs: readonly TensorType[], attrs: A) => readonly TensorType[]
  /** The reference: plain loops in float64, for tests and tiny shapes. */
  readonly evaluate: (
    inputs: readonly Dense[],
    attrs: A,
    size: (dim: Dim) => number,
  ) => readonly Dense[]
  /** The vector-Jacobian product, in ops; absent where nothing flows back. */
  readonly vjp?: (context: VjpContext<A>) => readonly (Value | undefined)[]
}

export const defineOp = <A = NoAttrs>(definition: OpDefinition<A>): OpDefinition<A> => definition

export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`

/** The inputs of an op whose number is fixed. */
export function input<T>(inputs: readonly T[], index: number): T {
  const value = inputs[index]
  if (value === undefined)
    throw new ConfigError(`Cannot trace: input ${index} is missing (give it)`)
  return value
}

export function refuse(op: string, inputs: readonly TensorType[], why: string): never {
  const shapes = inputs.map(({ shape }) => showShape(shape)).join(', ')
  throw new ConfigError(`Cannot ${op} ${shapes}: ${why} (check the shapes)`)
}

export const lastOf = (shape: Shape): Dim => shape[shape.length - 1] ?? 1
