import { defineOp, input, refuse, showShape } from './definition.ts'
import { dense } from './dense.ts'
import type { Dim } from './dims.ts'
import type { TensorType } from './graph.ts'

export interface MatmulAttrs {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** `[..., m, k] · [..., k, n]`: leading axes are equal (batches are never broadcast). */
export const matmul = defineOp<MatmulAttrs>({
  infer(inputs, { transposeA, transposeB }) {
    const [a, b] = [input(inputs, 0), input(inputs, 1)]
    const [m, ka] = lastTwo(a, transposeA, inputs)
    const [kb, n] = lastTwo(b, transposeB, inputs)
    if (ka !== kb) refuse('multiply matrices', inputs, `${ka} columns meet ${kb} rows`)
    const [leadA, leadB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)]
    if (showShape(leadA) !== showShape(leadB)) {
      refuse('multiply matrices', inputs, `batches of ${showShape(leadA)} meet ${showShape(leadB)}`)
    }
    return [{ dtype: 'float32', shape: [...leadA, m, n] }]
  },
  evaluate(inputs, { transposeA, transposeB }) {
    const [a, b] = [input(inputs, 0), input(inputs, 1)]
    const [ra, ca] = a.shape.slice(-2) as [number, number]
    const [rb, cb] = b.shape.slice(-2) as [number, number]
    const [m, k, n] = [transposeA ? ca : ra, transposeA ? ra : ca, transposeB ? rb : cb]
    const result = dense([...a.shape.slice(0, -2), m, n])
    const batches = m * n === 0 ? 0 : result.data.length / (m * n)
    for (let batch = 0; batch < batches; batch++) {
      const [ao, bo, ro] = [batch * m * k, batch * k * n, batch * m * n]
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let total = 0
          for (let l = 0; l < k; l++) {
            const x = a.data[ao + (transposeA ? l * m + i : i * k + l)] ?? 0
            const y = b.data[bo + (transposeB ? j * k + l : l * n + j)] ?? 0
            total += x * y
          }
          result.data[ro + i * n + j] = total
        }
      }
    }
    return [result]
  },
  vjp({ ops, inputs, gradients: [g], attrs: { transposeA, transposeB }, wanted }) {
    if (!g) return []
    const [a, b] = [input(inputs, 0), input(inputs, 1)]
    return [
      wanted[0]
        ? transposeA
          ? ops.matmul(b, g, { transposeA: transposeB, transposeB: true })
          : ops.matmul(g, b, { transposeB: !transposeB })
        : undefined,
      wanted[1]
        ? transposeB
          ? ops.matmul(g, a, { transposeA: true, transposeB: transposeA })
          : ops.matmul(a, g, { transposeA: !transposeA })
        : undefined,
    ]
  },
})

function lastTwo(
  { shape, dtype }: TensorType,
  transposed: boolean,
  inputs: readonly TensorType[],
): readonly [Dim, Dim] {
  const [rows, columns] = shape.slice(-2)
  if (rows === undefined || columns === undefined)
    return refuse('multiply matrices', inputs, 'one is no matrix')
  if (dtype !== 'float32') refuse('multiply matrices', inputs, `it takes float32, not ${dtype}`)
  return transposed ? [columns, rows] : [rows, columns]
}
