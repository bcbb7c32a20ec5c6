import { ConfigError, messageOf, zodProblem } from '../../core/index.ts'
import { assembleTokenizer } from './assemble.ts'
import { bytesOfSpelling } from './byte-alphabet.ts'
import {
  type ConfigDocument,
  configSchema,
  contentOf,
  type TokenizerDocument,
  type TokenizerFiles,
  tokenizerSchema,
} from './files.ts'
import { type LibraryTokenizer, loadTokenizers } from './load-tokenizers.ts'
import type { AddedToken, Tokenizer } from './tokenizer.ts'

const utf8 = new TextEncoder()
/** Far above all vocabularies: ids are places in a list, which a wrong one would fill the memory with. */
const MOST_IDS = 2 ** 24

/**
 * A tokenizer of files in Hugging Face's layout. Its post-processor is not run: tokens that begin or end a
 * text are the chat template's.
 * @throws ConfigError in one line; loads nothing by halves.
 */
export async function tokenizerOf(files: TokenizerFiles, name: string): Promise<Tokenizer> {
  const fail = (reason: string, advice: string, cause?: unknown) =>
    new ConfigError(`Cannot open the tokenizer ${name}: ${reason} (${advice})`, { cause })
  const document = tokenizerSchema.safeParse(files.tokenizer)
  if (!document.success) {
    throw fail(`tokenizer.json: ${zodProblem(document.error)}`, 'see where it was exported')
  }
  const config = configSchema.safeParse(files.config)
  if (!config.success) {
    throw fail(`tokenizer_config.json: ${zodProblem(config.error)}`, 'see where it was exported')
  }
  const feature = unsupported(document.data)
  if (feature) throw fail(`${feature} is not supported`, 'choose another tokenizer')
  const added = addedTokens(document.data, config.data)
  const wrong = [...idsIn(document.data.model['vocab']), ...added].find(
    ({ id }) => !(Number.isInteger(id) && id >= 0 && id < MOST_IDS),
  )
  if (wrong) {
    throw fail(`${quote(wrong.content)} has the id ${wrong.id}`, `ids go to ${MOST_IDS - 1}`)
  }
  const { Tokenizer: Library } = await loadTokenizers()
  let library: LibraryTokenizer
  try {
    library = new Library({ ...document.data, post_processor: null }, {})
  } catch (error) {
    const [line = ''] = messageOf(error).split('\n')
    throw fail(line, 'choose another tokenizer', error)
  }

  const tokens: (string | undefined)[] = []
  for (const [token, id] of library.get_vocab()) tokens[id] = token
  for (const { id, content } of added) {
    const there = tokens[id]
    if (there !== undefined && there !== content) {
      throw fail(`id ${id} is both ${quote(there)} and ${quote(content)}`, 'see its added tokens')
    }
    tokens[id] = content
  }
  const namedTokens = namedIn(config.data)
  for (const [role, token] of Object.entries(namedTokens)) {
    if (!tokens.includes(token)) {
      throw fail(
        `its ${role} ${quote(token)} is not in the vocabulary`,
        'see tokenizer_config.json',
      )
    }
  }
  return assembleTokenizer({
    name,
    files,
    tokens: Array.from(tokens),
    added,
    namedTokens,
    ...stages(library, document.data, tokens),
  })
}

function stages(
  { normalizer, pre_tokenizer: preTokenize, model, decoder }: LibraryTokenizer,
  document: TokenizerDocument,
  tokens: readonly (string | undefined)[],
) {
  const ids = new Map(Array.from(tokens, (token, id) => [token, id]))
  const vocabulary = (id: number | undefined): id is number => id !== undefined
  const decoders = typesIn(document.decoder)
  const bytesOf = decoders.includes('ByteLevel')
    ? bytesOfSpelling
    : decoders.join() === 'Fuse'
      ? (token: string) => utf8.encode(token)
      : null
  return {
    bytesOf,
    normalize: (text: string) => (normalizer ? normalizer(text) : text),
    encodeText(text: string, place: number) {
      const pieces = preTokenize ? preTokenize(text, { section_index: place }) : [text]
      return (model?.(pieces) ?? []).map((token) => ids.get(token)).filter(vocabulary)
    },
    decodeIds(given: readonly number[]) {
      const shown = given.map((id) => tokens[id] ?? '')
      return shown.length === 0 ? '' : (decoder?.(shown) ?? shown.join(' '))
    },
  }
}

/** Of a vocabulary that names ids; in a list they are the places. */
const idsIn = (vocabulary: unknown): readonly { id: number; content: string }[] =>
  typeof vocabulary === 'object' && vocabulary !== null && !Array.isArray(vocabulary)
    ? Object.entries(vocabulary).map(([content, id]) => ({ id, content }))
    : []

/** Added tokens of both files: tokenizer_config.json may hold more. */
function addedTokens(
  { added_tokens }: TokenizerDocument,
  { added_tokens_decoder = {} }: ConfigDocument,
): readonly AddedToken[] {
  const more = Object.entries(added_tokens_decoder).map(([id, token]) => ({
    ...token,
    id: Number(id),
  }))
  const byId = new Map([...added_tokens, ...more].map((token) => [token.id, token]))
  return [...byId.values()].map(({ id, content, special, lstrip, rstrip }) => ({
    id,
    content,
    special,
    stripsLeft: lstrip,
    stripsRight: rstrip,
  }))
}

function namedIn(config: ConfigDocument): Readonly<Record<string, string>> {
  const roles = ['bos_token', 'eos_token', 'pad_token', 'unk_token'] as const
  return Object.fromEntries(
    roles.flatMap((role) => {
      const token = contentOf(config[role])
      return token === undefined ? [] : [[role, token]]
    }),
  )
}

/** What the package would pass over in silence, giving other ids than transformers. */
function unsupported(document: TokenizerDocument): string | null {
  const word = document.added_tokens.find((token) => token.single_word)
  if (word) return `the added token ${quote(word.content)} with single_word`
  for (const part of partsIn(document.pre_tokenizer)) {
    const behaviour = part['behavior']
    const isKnown = behaviour === 'Isolated' || behaviour === 'Removed'
    if (part['type'] === 'Split' && !isKnown) return `the pre-tokenizer Split with ${behaviour}`
  }
  if (document.model['dropout']) return 'the BPE model with dropout'
  return null
}

type Component = Readonly<Record<string, unknown>>

/** A component and those inside it (`Sequence`). */
function partsIn(component: unknown): readonly Component[] {
  if (typeof component !== 'object' || component === null) return []
  const part = component as Component
  const inside = part['pretokenizers'] ?? part['decoders']
  return Array.isArray(inside) ? inside.flatMap(partsIn) : [part]
}

const typesIn = (component: unknown) => partsIn(component).map((part) => String(part['type']))
const quote = (text: string) => JSON.stringify(text)
