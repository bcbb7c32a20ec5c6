import { parameterShapes, type Shapes } from '../checkpoint/parameters.ts'
import type { ParameterDeclarations } from '../engine.ts'
import { type LoraConfig, loraShapes } from '../lora/config.ts'
import type { TransformerConfig } from './config.ts'
import { valueHeadShapes } from './value-head.ts'

export interface TrainedParts {
  /** With an adapter the model itself is frozen. */
  readonly lora?: LoraConfig
  /** With a number for each token beside its logits, or instead. */
  readonly valueHead?: boolean
  /** Nothing is trained: for sampling, scoring, or a reference policy. */
  readonly frozen?: boolean
}

/** What an engine opens for a model, and which of it is trained. */
export function declareParameters(
  config: TransformerConfig,
  { lora, valueHead = false, frozen = false }: TrainedParts = {},
): ParameterDeclarations {
  const declared = (shapes: Shapes, trainable: boolean): ParameterDeclarations =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [
        name,
        { shape, trainable: trainable && !frozen },
      ]),
    )
  const base = parameterShapes(config)
  return {
    ...declared(base, !lora),
    ...(lora && declared(loraShapes(base, lora), true)),
    ...(valueHead && declared(valueHeadShapes(config), true)),
  }
}
