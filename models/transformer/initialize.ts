import type { Rng } from '../../core/index.ts'
import { parameterShapes } from '../checkpoint/parameters.ts'
import { sizeOf, type Weights } from '../tensor.ts'
import type { TransformerConfig } from './config.ts'

/** `initializer_range` of the Qwen2, Qwen3 and Llama configurations. */
const DEVIATION = 0.02

/**
 * New weights: matrices normal with deviation 0.02; those that write into the residual stream
 * (`o_proj`, `down_proj`) divided by √(2·layers), as many as write into it (Radford et al. 2019, section 2.3);
 * norms 1, biases 0. Each parameter draws from a stream of its own, so order does not matter.
 */
export async function* initialize(config: TransformerConfig, rng: Rng): Weights {
  const residual = DEVIATION / Math.sqrt(2 * config.layers)
  for (const [name, shape] of Object.entries(parameterShapes(config))) {
    const data = new Float32Array(sizeOf(shape))
    if (shape.length === 1) {
      if (name.endsWith('norm.weight')) data.fill(1)
    } else {
      const own = rng.stream(name)
      const deviation = /\.(o|down)_proj\.weight$/.test(name) ? residual : DEVIATION
      for (let i = 0; i < data.length; i++) data[i] = own.normal() * deviation
    }
    yield { name, data }
  }
}
