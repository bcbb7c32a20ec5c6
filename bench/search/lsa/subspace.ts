import { createRng } from '../../../core/index.ts'

/** Rows of a sparse matrix, one after another: row i has the entries from `starts[i]` to before `starts[i + 1]`. */
export interface Sparse {
  readonly columns: number
  readonly starts: readonly number[]
  readonly at: readonly number[]
  readonly values: readonly number[]
}

const ROUNDS = 8

/**
 * An orthonormal basis, row by column of A, of the space that its `size` leading right singular vectors span:
 * orthogonal iteration on A'A (Golub & Van Loan, "Matrix Computations", 4th ed., section 8.2.4). Inner products
 * of what is projected are those of truncated singular value decomposition, whichever basis it is.
 */
export function leadingSpace(matrix: Sparse, size: number): Float32Array {
  const rng = createRng(0)
  let basis = Float32Array.from({ length: matrix.columns * size }, () => rng.float() - 0.5)
  orthonormalise(basis, size)
  for (let round = 0; round < ROUNDS; round++) {
    basis = timesGram(matrix, basis, size)
    orthonormalise(basis, size)
  }
  return basis
}

/** A'A times a basis. */
function timesGram(matrix: Sparse, basis: Float32Array, size: number): Float32Array<ArrayBuffer> {
  const { columns, starts, at, values } = matrix
  const result = new Float32Array(columns * size)
  const product = new Float64Array(size)
  for (let row = 0; row + 1 < starts.length; row++) {
    const [first = 0, last = 0] = [starts[row], starts[row + 1]]
    product.fill(0)
    for (let entry = first; entry < last; entry++) {
      const [base, value] = [(at[entry] ?? 0) * size, values[entry] ?? 0]
      for (let column = 0; column < size; column++) {
        product[column] = (product[column] ?? 0) + value * (basis[base + column] ?? 0)
      }
    }
    for (let entry = first; entry < last; entry++) {
      const [base, value] = [(at[entry] ?? 0) * size, values[entry] ?? 0]
      for (let column = 0; column < size; column++) {
        result[base + column] = (result[base + column] ?? 0) + value * (product[column] ?? 0)
      }
    }
  }
  return result
}

/** Gram and Schmidt's, modified: what is left of each column after those before it. */
function orthonormalise(basis: Float32Array, size: number): void {
  const rows = basis.length / size
  const shares = new Float64Array(size)
  for (let column = 0; column < size; column++) {
    let squares = 0
    for (let row = 0; row < rows; row++) squares += (basis[row * size + column] ?? 0) ** 2
    const norm = Math.sqrt(squares) || 1
    shares.fill(0)
    for (let row = 0; row < rows; row++) {
      const base = row * size
      const value = (basis[base + column] ?? 0) / norm
      basis[base + column] = value
      for (let later = column + 1; later < size; later++) {
        shares[later] = (shares[later] ?? 0) + value * (basis[base + later] ?? 0)
      }
    }
    for (let row = 0; row < rows; row++) {
      const base = row * size
      const value = basis[base + column] ?? 0
      for (let later = column + 1; later < size; later++) {
        basis[base + later] = (basis[base + later] ?? 0) - value * (shares[later] ?? 0)
      }
    }
  }
}
