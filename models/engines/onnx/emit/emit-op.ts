import type { Shape } from '../../../ops/dims.ts'
import type { TensorType, Value } from '../../../ops/graph.ts'
import type { Writer } from './writer.ts'

/** One op of ours that is written as nodes of ONNX. */
export interface EmitContext<A> {
  readonly to: Writer
  /** Names of the tensors it reads. */
  readonly inputs: readonly string[]
  readonly types: readonly TensorType[]
  readonly outputs: readonly Value[]
  readonly attrs: A
  /** Which outputs something reads. */
  readonly read: readonly boolean[]
  /** What some tensors are besides, so that ops that follow need not undo it. */
  readonly notes: Notes
  /** Rows of logits that exist at a time; all at once where absent. */
  readonly chunkRows: number | undefined
}

export interface Notes {
  /** Tensors before they were repeated to a larger shape. */
  readonly narrow: Map<string, { readonly name: string; readonly shape: Shape }>
  /** Truth values before they were made numbers. */
  readonly truth: Map<string, string>
}

/** Gives the names of the outputs; those that nothing reads may be absent. */
export type EmitOp<A> = (context: EmitContext<A>) => readonly (string | undefined)[]

export const int = (value: number) => ({ int: value })
export const ints = (...values: readonly number[]) => ({ ints: values })

/** The name of an input whose number is fixed by the op's definition. */
export const nameOf = (inputs: readonly string[], index: number): string => inputs[index] ?? ''

/** Reshapes; sizes are computed only where two or more are not told by the input. */
export function reshaped(to: Writer, name: string, from: Shape, shape: Shape): string {
  if (from.join() === shape.join()) return name
  const target = shape.map((dim, axis) =>
    typeof dim === 'number' ? dim : dim === from[axis] ? 0 : -1,
  )
  if (!shape.includes(0)) {
    const told = target.map((size) => (size === 0 ? -1 : size))
    // One size follows from the others: then it does not matter how the numbers stood before.
    if (told.filter((size) => size === -1).length <= 1) return viewed(to, name, told)
    if (target.filter((size) => size === -1).length <= 1) {
      return to.add('Reshape', [name, to.ints(target)])
    }
  }
  return to.add('Reshape', [name, to.sizes(shape)], { allowzero: int(1) })
}

/** The numbers of a tensor, in sizes of which one at most is -1. */
export const viewed = (to: Writer, name: string, sizes: readonly number[]): string =>
  to.add('Reshape', [to.unreshaped(name), to.ints(sizes)])

/** Zeros; where nothing of the CPU may take part, not ConstantOfShape, which WebGPU leaves to it. */
export const zerosOf = (to: Writer, shape: Shape): string =>
  to.contrib
    ? to.add('ConstantOfShape', [to.sizes(shape)])
    : to.add('Expand', [to.float(0), to.sizes(shape)])
