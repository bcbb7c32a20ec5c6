import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ConfigError, codeOf, fileReason, messageOf } from '../../core/index.ts'
import type { TokenizerFiles } from './files.ts'
import { tokenizerOf } from './from-files.ts'
import type { TemplateSource, Tokenizer } from './tokenizer.ts'

type Document = Readonly<Record<string, unknown>>

/**
 * The tokenizer in a folder of Hugging Face's layout: tokenizer.json, tokenizer_config.json,
 * special_tokens_map.json, and its chat templates wherever they are (config, chat_template.jinja,
 * chat_template.json, additional_chat_templates).
 * @throws ConfigError in one line where a file is missing, broken, or of a kind that is not supported.
 */
export async function openTokenizer(folder: string): Promise<Tokenizer> {
  const tokenizer = await readDocument(folder, 'tokenizer.json')
  if (!tokenizer) {
    throw problem(folder, 'there is no tokenizer.json in it', 'export it with a fast tokenizer')
  }
  const config = (await readDocument(folder, 'tokenizer_config.json')) ?? {}
  const map = (await readDocument(folder, 'special_tokens_map.json')) ?? {}
  const { chat_template: inConfig, ...rest } = config
  const chatTemplate = await readTemplates(folder, inConfig)
  const files: TokenizerFiles = { tokenizer, config: { ...map, ...rest }, chatTemplate }
  return tokenizerOf(files, folder)
}

/** Files win over the config, as in transformers. */
async function readTemplates(folder: string, inConfig: unknown): Promise<TemplateSource | null> {
  const found = new Map<string, string>()
  const add = (template: unknown, where: string) => {
    if (template === undefined || template === null) return
    if (typeof template === 'string') {
      found.set('default', template)
      return
    }
    const entries = Array.isArray(template)
      ? template.map((entry: { name?: unknown; template?: unknown } | null) => [
          entry?.name,
          entry?.template,
        ])
      : Object.entries(template)
    for (const [name, source] of entries) {
      if (typeof name !== 'string' || typeof source !== 'string') {
        throw problem(folder, `${where}: the chat template is no text`, 'see where it was exported')
      }
      found.set(name, source)
    }
  }
  add(inConfig, 'tokenizer_config.json')
  add((await readDocument(folder, 'chat_template.json'))?.['chat_template'], 'chat_template.json')
  add(await readText(folder, 'chat_template.jinja'), 'chat_template.jinja')
  const more = 'additional_chat_templates'
  const names = await readdir(join(folder, more)).catch(() => [])
  for (const name of names.filter((file) => file.endsWith('.jinja')).sort()) {
    const source = await readText(folder, join(more, name))
    if (source !== undefined) found.set(basename(name, '.jinja'), source)
  }
  const only = found.get('default')
  if (found.size === 0) return null
  return found.size === 1 && only !== undefined ? only : Object.fromEntries(found)
}

async function readDocument(folder: string, file: string): Promise<Document | undefined> {
  const text = await readText(folder, file)
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw problem(folder, `${file} is not JSON: ${messageOf(error)}`, 'fetch it again', error)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw problem(folder, `${file} holds no object`, 'fetch it again')
  }
  return value as Document
}

async function readText(folder: string, file: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, file), 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    const [reason, advice] = fileReason(error)
    throw problem(folder, `${file}: ${reason}`, advice, error)
  }
}

const problem = (folder: string, reason: string, advice: string, cause?: unknown) =>
  new ConfigError(`Cannot open the tokenizer ${folder}: ${reason} (${advice})`, { cause })
