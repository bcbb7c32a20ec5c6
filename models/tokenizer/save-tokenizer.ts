import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, fileReason, makeFolder } from '../../core/index.ts'
import type { Tokenizer } from './tokenizer.ts'

/**
 * Writes a tokenizer and its chat templates in Hugging Face's layout.
 * @throws ConfigError where the folder cannot be written.
 */
export async function saveTokenizer(tokenizer: Tokenizer, folder: string): Promise<void> {
  const { files } = tokenizer
  const { chatTemplate } = files
  const templates =
    chatTemplate !== null && typeof chatTemplate !== 'string'
      ? Object.entries(chatTemplate).map(([name, template]) => ({ name, template }))
      : chatTemplate
  const config = { ...files.config, ...(templates === null ? {} : { chat_template: templates }) }
  try {
    await makeFolder(folder)
    await writeJson(join(folder, 'tokenizer.json'), files.tokenizer)
    await writeJson(join(folder, 'tokenizer_config.json'), config)
    // One of an earlier tokenizer in this folder would win over the config.
    for (const file of ['chat_template.jinja', 'chat_template.json', 'additional_chat_templates']) {
      await rm(join(folder, file), { recursive: true, force: true })
    }
  } catch (error) {
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot save the tokenizer to ${folder}: ${reason} (${advice})`, {
      cause: error,
    })
  }
}

const writeJson = (path: string, value: unknown) =>
  writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
