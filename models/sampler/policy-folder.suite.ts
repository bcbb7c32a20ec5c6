import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createRng } from '../../core/index.ts'
import { chatMl } from '../chat-template/index.ts'
import { parameterShapes } from '../checkpoint/parameters.ts'
import { saveHfFolder } from '../checkpoint/save-folder.ts'
import { writeAdapter } from '../lora/adapter-files.ts'
import type { LoraConfig } from '../lora/config.ts'
import { initializeLora } from '../lora/initialize.ts'
import { characterTokenizer, saveTokenizer, type Tokenizer } from '../tokenizer/index.ts'
import { initialize } from '../transformer/initialize.ts'
import { presetConfig } from '../transformer/presets.ts'

/** What a text world is written in. */
export const letters = Array.from({ length: 95 }, (_, at) => String.fromCodePoint(32 + at))

interface TinyPolicyOptions {
  readonly seed?: number
  readonly contextLength?: number
  readonly tokenizer?: Tokenizer
}

/** A model of a few thousand random numbers, as a folder that transformers opens. */
export async function writeTinyPolicy(
  folder: string,
  { seed = 1, contextLength = 512, tokenizer = newTokenizer() }: TinyPolicyOptions = {},
): Promise<void> {
  const config = configOf(tokenizer, contextLength)
  const files = join(folder, '..', 'tokenizer-of-tiny')
  await mkdir(files, { recursive: true })
  await saveTokenizer(tokenizer, files)
  const weights = initialize(config, createRng(seed))
  await saveHfFolder(folder, { config, weights, copyFrom: files })
}

/** An adapter for such a model, or for one of another size. */
export async function writeTinyAdapter(
  folder: string,
  { baseModel, size = 'nano' }: { readonly baseModel?: string; readonly size?: string } = {},
): Promise<void> {
  const base = configOf(newTokenizer(), 512, size)
  const config: LoraConfig = {
    rank: 2,
    alpha: 4,
    targetModules: ['q_proj', 'v_proj'],
    rankStabilized: false,
    ...(baseModel !== undefined && { baseModel }),
  }
  const weights = initializeLora(base, config, createRng(2))
  await writeAdapter(folder, { config, baseShapes: parameterShapes(base), weights })
}

const newTokenizer = () => characterTokenizer(['\n', ...letters], { chatTemplate: chatMl })

const configOf = (tokenizer: Tokenizer, maxLength: number, size = 'nano') =>
  presetConfig(size, {
    vocabularySize: tokenizer.vocabularySize,
    maxLength,
    eosTokenIds: tokenizer.eosId === null ? [] : [tokenizer.eosId],
  })
