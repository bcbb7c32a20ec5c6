import { defineOp, input, lastOf, refuse } from './definition.ts'
import { at, dense, rowsOf } from './dense.ts'

/**
 * Root mean square layer normalisation (Zhang and Sennrich 2019, eq. 4) with epsilon inside the
 * root as Llama has it: `y = w · x · r`, `r = 1/√(mean(x²) + ε)`; outputs y and r `[..., 1]`.
 * dx = r·(gw − x̂·mean(gw·x̂)), dw = Σ g·x̂, with gw = g·w and x̂ = x·r.
 */
export const rmsNorm = defineOp<{ readonly epsilon: number }>({
  infer(inputs) {
    const [x, weight] = [input(inputs, 0), input(inputs, 1)]
    if (weight.shape.length !== 1 || weight.shape[0] !== lastOf(x.shape)) {
      refuse('normalise', inputs, 'the weight is not one number a column')
    }
    return [
      { dtype: 'float32', shape: x.shape },
      { dtype: 'float32', shape: [...x.shape.slice(0, -1), 1] },
    ]
  },
  evaluate(inputs, { epsilon }) {
    const [x, weight] = [input(inputs, 0), input(inputs, 1)]
    const [rows, columns] = rowsOf(x)
    const y = dense(x.shape)
    const scale = dense([...x.shape.slice(0, -1), 1])
    for (let row = 0; row < rows; row++) {
      let squares = 0
      for (let i = 0; i < columns; i++) squares += at(x, row * columns + i) ** 2
      const r = 1 / Math.sqrt(squares / columns + epsilon)
      scale.data[row] = r
      for (let i = 0; i < columns; i++) {
        y.data[row * columns + i] = at(x, row * columns + i) * r * at(weight, i)
      }
    }
    return [y, scale]
  },
  vjp({ ops, inputs, outputs, gradients: [g], wanted }) {
    if (!g) return []
    const [x, weight, r] = [input(inputs, 0), input(inputs, 1), input(outputs, 1)]
    const normal = ops.mul(x, r)
    const weighted = () => {
      const gw = ops.mul(g, weight)
      const along = ops.mean(ops.mul(gw, normal), [-1], { keep: true })
      return ops.mul(ops.sub(gw, ops.mul(normal, along)), r)
    }
    const axes = x.shape.slice(0, -1).map((_, axis) => axis)
    return [
      wanted[0] ? weighted() : undefined,
      wanted[1] ? ops.sum(ops.mul(g, normal), axes) : undefined,
    ]
  },
})
