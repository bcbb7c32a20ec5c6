/** What numbers a tensor of a policy holds: weights and activations are float32, ids and positions int32. */
export type DType = 'float32' | 'int32'

/** A tensor in the memory of this program, row-major. */
export interface HostTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array | Int32Array
}

/** Weights as they come from a file or a seed: one after another, so that no two copies of all are held. */
export type Weights = AsyncIterable<{ readonly name: string; readonly data: Float32Array }>

/** How many numbers a shape holds. */
export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((size, dim) => size * dim, 1)
