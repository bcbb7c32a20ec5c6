import { defineOp, input, lastOf, refuse } from './definition.ts'
import { at, dense } from './dense.ts'
import { multiplyDims } from './dims.ts'

/**
 * Rotary position embedding (Su et al. 2021, eq. 34) in the half-split layout of Hugging Face:
 * number i of a head turns with number i + headSize/2. `x [n, heads, headSize]`, cosines and sines
 * `[n, headSize/2]`, one row a token. Its gradient turns back.
 */
export const rope = defineOp<{ readonly inverse: boolean }>({
  infer(inputs) {
    const [x, cos, sin] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
    if (x.shape.length !== 3) refuse('rotate', inputs, 'it takes [tokens, heads, headSize]')
    for (const angle of [cos, sin]) {
      const fits = angle.shape.length === 2 && angle.shape[0] === x.shape[0]
      if (!fits || multiplyDims(2, lastOf(angle.shape)) !== lastOf(x.shape)) {
        refuse('rotate', inputs, 'angles are not [tokens, headSize/2]')
      }
    }
    return [{ dtype: 'float32', shape: x.shape }]
  },
  evaluate(inputs, { inverse }) {
    const [x, cos, sin] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
    const [tokens = 0, heads = 0, size = 0] = x.shape
    const half = size / 2
    const y = dense(x.shape)
    for (let token = 0; token < tokens; token++) {
      for (let head = 0; head < heads; head++) {
        const start = (token * heads + head) * size
        for (let i = 0; i < half; i++) {
          const c = at(cos, token * half + i)
          const s = at(sin, token * half + i) * (inverse ? -1 : 1)
          const [a, b] = [at(x, start + i), at(x, start + half + i)]
          y.data[start + i] = a * c - b * s
          y.data[start + half + i] = b * c + a * s
        }
      }
    }
    return [y]
  },
  vjp: ({ ops, inputs, gradients: [gradient], attrs: { inverse } }) => [
    gradient && ops.rope(gradient, input(inputs, 1), input(inputs, 2), { inverse: !inverse }),
  ],
})
