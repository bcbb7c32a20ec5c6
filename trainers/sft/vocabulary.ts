import { ConfigError } from '../../core/index.ts'
import {
  characterTokenizer,
  chatMl,
  chatTool,
  openChatTemplate,
  type Tokenizer,
  trainByteLevelBpe,
} from '../../models/index.ts'
import type { SftData } from './read-data.ts'

/** Characters every alphabet has, seen in the data or not: what an env says later is mostly made of them. */
const ASCII = `\n${Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).join('')}`

/** In every turn, and so a token each: of a short turn of characters they were most. */
const ROLES = ['system', 'user', 'assistant', 'tool']

/**
 * A tokenizer for a model from scratch, with ChatML as its template: one token a character, or a byte-level
 * BPE of so many tokens, learnt on the data.
 */
export async function learnVocabulary(vocabulary: string, data: SftData): Promise<Tokenizer> {
  const size = Number(vocabulary)
  if (vocabulary !== 'characters' && !Number.isInteger(size)) {
    throw new ConfigError(
      `Cannot make a vocabulary of ${vocabulary}: it is no size (give characters, or a number of tokens such as 512)`,
    )
  }
  const texts = await textsOf(data)
  return vocabulary === 'characters'
    ? characterTokenizer(
        [ASCII, ...texts].flatMap((text) => [...new Set(text)]),
        { chatTemplate: chatMl, words: ROLES },
      )
    : trainByteLevelBpe(texts, { vocabularySize: size, chatTemplate: chatMl })
}

async function textsOf(data: SftData): Promise<readonly string[]> {
  if (data.kind === 'text') return data.documents
  const template = await openChatTemplate(chatMl)
  return data.episodes.map(({ messages, tools }) =>
    template.render(messages, tools.length > 0 ? { tools: tools.map(chatTool) } : {}),
  )
}
