import type { Rng } from '../../core/index.ts'
import { parameterShapes } from '../checkpoint/parameters.ts'
import { sizeOf, type Weights } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { type LoraConfig, loraShapes } from './config.ts'

/**
 * A new adapter, which changes nothing yet: A uniform as in PEFT (Kaiming with a = √5, which is within
 * ±1/√in), B zero.
 */
export async function* initializeLora(
  config: TransformerConfig,
  lora: LoraConfig,
  rng: Rng,
): Weights {
  const shapes = loraShapes(parameterShapes(config), lora)
  for (const [name, shape] of Object.entries(shapes)) {
    const data = new Float32Array(sizeOf(shape))
    if (name.endsWith('.lora_A.weight')) {
      const own = rng.stream(name)
      const bound = 1 / Math.sqrt(shape[1] ?? 1)
      for (let i = 0; i < data.length; i++) data[i] = (2 * own.float() - 1) * bound
    }
    yield { name, data }
  }
}
