import { rm } from 'node:fs/promises'
import {
  loraShapes,
  type Parameters,
  parameterShapes,
  saveHfFolder,
  saveTokenizer,
  writeAdapter,
} from '../models/index.ts'
import type { OpenPolicy } from './open-policy.ts'
import { valuesOf } from './saves.ts'
import { foldersOf } from './training-run.ts'

/**
 * Writes what was trained into the run's folder, with tokenizer and chat template: a model as transformers
 * opens it, or an adapter as PEFT does. Gives the folder.
 */
export async function exportPolicy(
  dir: string,
  { config, lora, folder, tokenizer }: OpenPolicy,
  parameters: Parameters,
): Promise<string> {
  const folders = foldersOf(dir)
  const baseShapes = parameterShapes(config)
  if (lora) {
    const weights = valuesOf(parameters, Object.keys(loraShapes(baseShapes, lora)))
    // An earlier session may have been stopped in the middle of this.
    await rm(folders.adapter, { recursive: true, force: true })
    await writeAdapter(folders.adapter, { config: lora, baseShapes, weights })
    await saveTokenizer(tokenizer, folders.adapter)
    return folders.adapter
  }
  await saveHfFolder(folders.model, {
    config,
    weights: valuesOf(parameters, Object.keys(baseShapes)),
    copyFrom: folder ?? folders.tokenizer,
  })
  return folders.model
}
