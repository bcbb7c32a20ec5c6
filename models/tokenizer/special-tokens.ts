import { ConfigError } from '../../core/index.ts'
import type { AddedToken } from './tokenizer.ts'

/** Special tokens of tokenizers that are made here. */
export interface SpecialTokenOptions {
  /** In the order of their ids, after all others. Default: ChatML's. */
  readonly specialTokens?: readonly string[]
  /** Ends a turn: default `<|im_end|>` where it is special, else the first special token. */
  readonly eosToken?: string
  /** Default: `<|endoftext|>` where it is special, else the end-of-turn token. */
  readonly padToken?: string
}

/** Tokens of ChatML: padding, and the two ends of a message. */
export const chatMlTokens: readonly string[] = ['<|endoftext|>', '<|im_start|>', '<|im_end|>']

export function specialTokensOf(
  firstId: number,
  options: SpecialTokenOptions,
): { readonly added: readonly AddedToken[]; readonly named: Readonly<Record<string, string>> } {
  const { specialTokens: contents = chatMlTokens } = options
  const bad = contents.find((content, place) => content === '' || contents.indexOf(content) < place)
  if (bad !== undefined) {
    const reason = bad === '' ? 'a special token is empty' : `${bad} is named twice`
    throw new ConfigError(`Cannot make a tokenizer: ${reason} (see specialTokens)`)
  }
  const wished = (name: string) => (contents.includes(name) ? name : undefined)
  const eos = options.eosToken ?? wished('<|im_end|>') ?? contents[0]
  const pad = options.padToken ?? wished('<|endoftext|>') ?? eos
  for (const token of [eos, pad]) {
    if (token !== undefined && !contents.includes(token)) {
      throw new ConfigError(
        `Cannot make a tokenizer: ${token} is not a special token (add it to specialTokens)`,
      )
    }
  }
  return {
    added: contents.map((content, place) => ({
      id: firstId + place,
      content,
      special: true,
      stripsLeft: false,
      stripsRight: false,
    })),
    named: {
      ...(eos === undefined ? {} : { eos_token: eos }),
      ...(pad === undefined ? {} : { pad_token: pad }),
    },
  }
}

/** Tokens as `tokenizer.json` has them. */
export const storedTokens = (added: readonly AddedToken[]) =>
  added.map(({ id, content, special }) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special,
  }))
