import {
  type ChatMessage,
  type Clock,
  ConfigError,
  didYouMean,
  type Json,
  systemClock,
} from '../../core/index.ts'
import type { TemplateSource, Tokenizer } from '../tokenizer/tokenizer.ts'
import { createGuard, mapTexts, unusedCharacters } from './guard.ts'
import { maskOf, type Range } from './mask.ts'
import { type ChatTool, templateMessage } from './messages.ts'
import { compileTemplate, GENERATION_END, GENERATION_START } from './program.ts'

export interface ChatTemplateOptions {
  /** Which of several templates. Default: `default`, and `tool_use` for conversations with tools. */
  readonly name?: string
  /** What `strftime_now` reads, in UTC. Default: the system's. */
  readonly clock?: Clock
  /** `bos_token` and the like for `render`; `encode` takes the tokenizer's. */
  readonly namedTokens?: Readonly<Record<string, string>>
}

export interface RenderOptions {
  readonly tools?: readonly ChatTool[]
  /** Ends with the opening of the assistant's next message. Default false. */
  readonly addGenerationPrompt?: boolean
  /** More variables of the template (`enable_thinking`). */
  readonly extra?: Readonly<Record<string, Json>>
}

export interface EncodeChatOptions extends RenderOptions {
  /**
   * Whether `<|im_end|>` in a message becomes that token, as in transformers. Default false: it stays
   * text, so that what a tool answers cannot end its turn or speak for others.
   */
  readonly specialInMessages?: boolean
}

/** Turns conversations into what a model was trained on. */
export interface ChatTemplate {
  readonly name: string
  readonly source: string
  /** @throws ConfigError where the template refuses, or uses what is not supported. */
  render(messages: readonly ChatMessage[], options?: RenderOptions): string
  /** Token ids of a conversation, most often a prompt. */
  ids(
    tokenizer: Tokenizer,
    messages: readonly ChatMessage[],
    options?: EncodeChatOptions,
  ): readonly number[]
  /**
   * The same with a mask: 1 for what an assistant wrote and the token that ends its turn. From
   * `{% generation %}` blocks; of templates without them, what each assistant message adds.
   * @throws ConfigError where a template without them renders a message in two ways.
   */
  encode(
    tokenizer: Tokenizer,
    messages: readonly ChatMessage[],
    options?: EncodeChatOptions,
  ): { readonly ids: readonly number[]; readonly assistantMask: Uint8Array }
}

/** Parses a chat template. @throws ConfigError in one line. */
export async function openChatTemplate(
  source: TemplateSource,
  options: ChatTemplateOptions = {},
): Promise<ChatTemplate> {
  const { clock = systemClock, namedTokens = {} } = options
  const sources: Readonly<Record<string, string>> =
    typeof source === 'string' ? { [options.name ?? 'default']: source } : source
  const name = options.name ?? ('default' in sources ? 'default' : Object.keys(sources)[0]) ?? ''
  const text = sources[name]
  if (text === undefined) {
    const advice = didYouMean(name, Object.keys(sources))
    throw new ConfigError(`Cannot open the chat template ${name}: there is none (${advice})`)
  }
  const plain = await compileTemplate(text, name, clock)
  const forTools = sources['tool_use']
  const withTools =
    options.name === undefined && forTools !== undefined
      ? await compileTemplate(forTools, 'tool_use', clock)
      : plain

  const programOf = (tools: RenderOptions['tools']) => (tools ? withTools : plain)
  const run = (variables: Readonly<Record<string, Json>>, tools: RenderOptions['tools']) =>
    programOf(tools).run({ [GENERATION_START]: '', [GENERATION_END]: '', ...variables })

  const ids: ChatTemplate['ids'] = (tokenizer, messages, given = {}) =>
    draft(tokenizer, messages, given)
      .segments(0)
      .flatMap((segment) => segment.ids)

  /** A conversation whose messages are told from the template by a guard, and what it renders to. */
  function draft(
    tokenizer: Tokenizer,
    messages: readonly ChatMessage[],
    { specialInMessages = false, ...given }: EncodeChatOptions,
  ) {
    const variables = variablesOf(messages, given)
    const texts = [JSON.stringify(variables), ...Object.values(sources)]
    const [guard = '', start = '', end = ''] = unusedCharacters(3, texts)
    const specials = specialInMessages ? [] : tokenizer.specialTokens.map(({ content }) => content)
    const guarded = mapTexts(variables, createGuard(specials, guard)) as typeof variables
    const marks = { [GENERATION_START]: start, [GENERATION_END]: end }
    const whole = { ...tokenizer.namedTokens, ...guarded, ...marks }
    const { text, ranges } = unmark(run(whole, given.tools), start, end)
    return {
      guard,
      text,
      ranges,
      segments: (from: number) => tokenizer.segments(text.slice(from), { special: true, guard }),
      /** Of the first `count` messages alone. */
      renderFirst(count: number, addGenerationPrompt: boolean) {
        const first = (guarded['messages'] as readonly Json[]).slice(0, count)
        const part = { ...whole, messages: first, add_generation_prompt: addGenerationPrompt }
        return unmark(run(part, given.tools), start, end).text
      },
    }
  }

  return {
    name,
    source: text,
    render: (messages, given = {}) =>
      run({ ...namedTokens, ...variablesOf(messages, given) }, given.tools),
    ids,
    encode(tokenizer, messages, given = {}) {
      const drafted = draft(tokenizer, messages, given)
      const segments = drafted.segments(0)
      const ranges = programOf(given.tools).marksGeneration
        ? drafted.ranges
        : addedRanges(name, tokenizer, messages, drafted)
      return {
        ids: segments.flatMap((segment) => segment.ids),
        assistantMask: maskOf(tokenizer, segments, ranges, drafted.guard),
      }
    },
  }
}

function variablesOf(
  messages: readonly ChatMessage[],
  { tools, addGenerationPrompt = false, extra = {} }: RenderOptions,
): Readonly<Record<string, Json>> {
  return {
    messages: messages.map(templateMessage),
    tools: tools ? (tools as unknown as Json) : null,
    documents: null,
    add_generation_prompt: addGenerationPrompt,
    ...extra,
  }
}

/** Takes the marks out, and gives what stood between each two of them. */
function unmark(marked: string, start: string, end: string) {
  const ranges: Range[] = []
  let text = ''
  let open = 0
  for (const piece of marked.split(new RegExp(`(${start}|${end})`, 'u'))) {
    if (piece === start) open = text.length
    else if (piece === end) ranges.push({ start: open, end: text.length })
    else text += piece
  }
  return { text, ranges }
}

/** What each assistant message adds to the opening of its turn, up to the token that ends it. */
function addedRanges(
  name: string,
  tokenizer: Tokenizer,
  messages: readonly ChatMessage[],
  drafted: {
    readonly text: string
    readonly guard: string
    renderFirst(count: number, addGenerationPrompt: boolean): string
  },
): readonly Range[] {
  return messages.flatMap(({ role }, place) => {
    if (role !== 'assistant') return []
    const opening = drafted.renderFirst(place, true)
    const said = drafted.renderFirst(place + 1, false)
    if (!said.startsWith(opening) || !drafted.text.startsWith(said)) {
      throw new ConfigError(
        `Cannot make an assistant mask with the chat template ${name}: it renders message ${place} in two ways (mark what the assistant writes by {% generation %})`,
      )
    }
    const rest = tokenizer.segments(said.slice(opening.length), {
      special: true,
      guard: drafted.guard,
    })
    const last = rest.find((segment) => segment.added?.special)
    const length = last ? last.start + last.given.length : said.length - opening.length
    return [{ start: opening.length, end: opening.length + length }]
  })
}
