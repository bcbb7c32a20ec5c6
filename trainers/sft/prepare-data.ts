import { createHash } from 'node:crypto'
import { ConfigError, createRng } from '../../core/index.ts'
import {
  type ChatTemplate,
  chatTool,
  checkPrefixPreserving,
  openChatTemplate,
  type Tokenizer,
  type TokenSequence,
} from '../../models/index.ts'
import { conversationSequences } from './conversation-sequences.ts'
import { documentSequences } from './document-sequences.ts'
import type { Episode, SftData } from './read-data.ts'
import { sampleSequences } from './sample-sequences.ts'

/** Sequences to train on and to measure, and how they came about. */
export interface PreparedData {
  readonly train: readonly TokenSequence[]
  readonly heldOut: readonly TokenSequence[]
  readonly report: DataReport
  /** What a person should know before time is spent. */
  readonly warnings: readonly string[]
}

export interface DataReport {
  readonly kind: SftData['kind']
  /** Episodes kept, or documents. */
  readonly items: number
  /** Of so many: the others did not succeed, or have no score. */
  readonly of: number
  /** Of the episodes: those whose sampled tokens are trained as they are. */
  readonly sampled: number
  readonly sequences: number
  readonly heldOut: number
  /** Of both parts. */
  readonly tokens: number
  /** Of those: the ones that are trained, or measured. */
  readonly policyTokens: number
  readonly longest: number
  /** Sequences left out because they are longer than the context. */
  readonly tooLong: number
  /** Of all ids and masks: a resumed run must find the same. */
  readonly hash: string
}

export interface PrepareOptions {
  readonly tokenizer: Tokenizer
  readonly contextLength: number
  readonly heldOut: number
  readonly seed: number
}

interface Found {
  readonly group: string
  readonly sequence: TokenSequence
}

/**
 * Makes sequences of data.
 * @throws ConfigError where nothing is left to train.
 */
export async function prepareData(data: SftData, options: PrepareOptions): Promise<PreparedData> {
  const { tokenizer, contextLength } = options
  const warnings: string[] = []
  let sampled = 0
  let found: readonly Found[]
  if (data.kind === 'text') {
    const sequences = documentSequences(data.documents, tokenizer, contextLength)
    found = sequences.map((sequence, place) => ({ group: String(place), sequence }))
  } else {
    const made = await episodeSequences(data.episodes, tokenizer, warnings)
    sampled = made.sampled
    found = made.found
    if (data.counts.torn) warnings.push('The last line is not whole: its episode is left out.')
  }
  const trainable = found.filter(({ sequence }) => trainedTokens(sequence) > 0)
  if (trainable.length === 0) {
    throw problem('none of its tokens was said by a policy', 'give episodes with actions')
  }
  const fitting = trainable.filter(({ sequence }) => sequence.ids.length <= contextLength)
  const longest = longestOf(trainable.map(({ sequence }) => sequence))
  const tooLong = trainable.length - fitting.length
  if (fitting.length === 0) {
    throw problem(
      `all ${tooLong} sequences are longer than the context of ${contextLength} tokens, the longest has ${longest}`,
      'raise --context-length, or take a larger vocabulary',
    )
  }
  if (tooLong > 0) {
    warnings.push(
      `${tooLong} of ${trainable.length} sequences are longer than the context of ${contextLength} tokens (the longest has ${longest}): they are left out.`,
    )
  }
  const { train, heldOut } = split(fitting, options)
  const all = fitting.map(({ sequence }) => sequence)
  const sum = (count: (sequence: TokenSequence) => number) =>
    all.reduce((total, sequence) => total + count(sequence), 0)
  const unknown = unknownTokens(tokenizer, sum)
  if (unknown > 0) {
    const share = ((100 * unknown) / sum(({ ids }) => ids.length)).toPrecision(2)
    warnings.push(
      `${unknown} tokens (${share} %) are of characters that the vocabulary does not have: they are learnt as "unknown".`,
    )
  }
  const report: DataReport = {
    kind: data.kind,
    ...(data.kind === 'text'
      ? { items: data.documents.length, of: data.documents.length }
      : { items: data.episodes.length, of: data.counts.episodes }),
    sampled,
    sequences: train.length,
    heldOut: heldOut.length,
    tokens: sum(({ ids }) => ids.length),
    policyTokens: sum(trainedTokens),
    longest: longestOf(all),
    tooLong,
    hash: hashOf(all),
  }
  return { train, heldOut, report, warnings }
}

/** Without an argument for each: of a long text there are more sequences than a call takes. */
const longestOf = (sequences: readonly TokenSequence[]) =>
  sequences.reduce((longest, { ids }) => Math.max(longest, ids.length), 0)

/** Tokens of a sequence that are trained. */
export function trainedTokens({ mask }: TokenSequence): number {
  let count = 0
  for (let place = 0; place < mask.length; place++) if (mask[place]) count++
  return count
}

/** Tokens that stand for whatever the vocabulary has no token for. */
function unknownTokens(
  { files, idOf }: Tokenizer,
  sum: (count: (sequence: TokenSequence) => number) => number,
): number {
  const { unk_token: token } = (files.tokenizer['model'] ?? {}) as { readonly unk_token?: unknown }
  const unknown = typeof token === 'string' ? idOf(token) : undefined
  if (unknown === undefined) return 0
  return sum(({ ids }) => {
    let count = 0
    for (let place = 0; place < ids.length; place++) if (ids[place] === unknown) count++
    return count
  })
}

/** Sampled tokens where they are this tokenizer's, else the conversation in the template's form. */
async function episodeSequences(
  episodes: readonly Episode[],
  tokenizer: Tokenizer,
  warnings: string[],
): Promise<{ readonly found: readonly Found[]; readonly sampled: number }> {
  let sampled = 0
  let foreign: string | undefined
  let chat: { readonly template: ChatTemplate; readonly prefixPreserving: boolean } | undefined
  const found: Found[] = []
  for (const episode of episodes) {
    const { task, decisions, messages, tools } = episode
    const own = ownSamples(episode, tokenizer)
    if (Array.isArray(own)) {
      sampled++
      found.push(...own.map((sequence) => ({ group: task, sequence })))
      continue
    }
    if (decisions.some(({ samples }) => samples.length > 0)) foreign ??= `${episode.name}: ${own}`
    chat ??= await openChat(tokenizer, warnings)
    const given = { ...chat, tokenizer, tools: tools.map(chatTool) }
    const made = conversationSequences(messages, given)
    found.push(...made.map((sequence) => ({ group: task, sequence })))
  }
  if (foreign !== undefined) {
    warnings.push(
      `Sampled tokens are not used where they are not of this tokenizer (${foreign}): their text is encoded anew.`,
    )
  }
  return { found, sampled }
}

/** Sequences of sampled tokens; or why there are none. */
function ownSamples({ decisions }: Episode, tokenizer: Tokenizer): TokenSequence[] | string {
  for (const { samples, message } of decisions) {
    const act = samples.findLast(({ purpose }) => purpose === 'act')
    if (!act) return 'a decision has no sample'
    const ids = samples.flatMap((sample) => [...sample.newPromptIds, ...sample.ids])
    const strange = ids.find((id) => tokenizer.tokenOf(id) === undefined)
    if (strange !== undefined) return `token ${strange} is not in the vocabulary`
    const text = tokenizer.decode(act.ids, { special: false })
    const said = message?.content ?? ''
    if (!text.includes(said.trim())) {
      return `its tokens spell ${JSON.stringify(text.slice(0, 40))}, its message is ${JSON.stringify(said.slice(0, 40))}`
    }
  }
  const sequences = sampleSequences(decisions)
  return 'problem' in sequences ? sequences.problem : [...sequences]
}

async function openChat(tokenizer: Tokenizer, warnings: string[]) {
  if (tokenizer.chatTemplate === null) {
    throw new ConfigError(
      `Cannot train on episodes with the tokenizer ${tokenizer.name}: it has no chat template (take that of a model for chat, or put a chat_template.jinja beside it)`,
    )
  }
  const template = await openChatTemplate(tokenizer.chatTemplate, {
    namedTokens: tokenizer.namedTokens,
  })
  const { preserving, text } = checkPrefixPreserving(template, tokenizer)
  if (!preserving) warnings.push(text)
  return { template, prefixPreserving: preserving }
}

/** More are measured no better, and ten times a run. */
const MOST_HELD_OUT = 500

/** Whole groups are held out, drawn by the seed, until their share is reached; never all of them. */
function split(found: readonly Found[], { heldOut, seed }: PrepareOptions) {
  const groups = [...new Set(found.map(({ group }) => group))]
  const share = Math.min(Math.round(heldOut * groups.length), MOST_HELD_OUT)
  const wanted = Math.min(groups.length - 1, share)
  const drawn = new Set(createRng(seed).stream('held out').shuffle(groups).slice(0, wanted))
  const part = (isHeldOut: boolean) =>
    found.filter(({ group }) => drawn.has(group) === isHeldOut).map(({ sequence }) => sequence)
  return { train: part(false), heldOut: part(true) }
}

function hashOf(sequences: readonly TokenSequence[]): string {
  const hash = createHash('sha256')
  for (const { ids, mask } of sequences) {
    hash.update(Int32Array.from([ids.length]))
    hash.update(new Int32Array(ids))
    hash.update(new Uint8Array(mask))
  }
  return hash.digest('hex').slice(0, 32)
}

const problem = (reason: string, advice: string) =>
  new ConfigError(`Cannot train on this data: ${reason} (${advice})`)
