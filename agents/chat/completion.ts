import { z } from 'zod'
import { zodProblem } from '../../core/index.ts'
import { isRecord } from '../shared/is-record.ts'
import { type Problem, problemInStream } from './problem.ts'

/** One message of a model, as a server told it. */
export interface Completion {
  readonly kind: 'completion'
  readonly content: string | null
  readonly reasoning: string | null
  readonly toolCalls: readonly SampledCall[]
  readonly finishReason: string
  readonly counted: TokenCounts | null
  readonly promptIds: readonly number[] | null
  readonly ids: readonly number[] | null
  readonly logProbs: readonly (readonly [token: string, logProb: number])[] | null
}

export interface SampledCall {
  /** As sampled, which may be empty or given twice. */
  readonly id: string
  readonly name: string
  readonly arguments: string
}

export interface TokenCounts {
  readonly prompt: number
  readonly cached: number
  readonly completion: number
}

const ids = z.array(z.int().min(0)).nullish()
const count = z.number().min(0).nullish()

const messageSchema = z.object({
  content: z.unknown().optional(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z
    .array(
      z.object({
        index: z.int().nullish(),
        id: z.string().nullish(),
        function: z
          .object({ name: z.string().nullish(), arguments: z.unknown().optional() })
          .nullish(),
      }),
    )
    .nullish(),
})

/** A whole answer, or a piece of a streamed one: they differ in `message` and `delta`. */
const pieceSchema = z.object({
  choices: z
    .array(
      z.object({
        index: z.int().nullish(),
        message: messageSchema.nullish(),
        delta: messageSchema.nullish(),
        finish_reason: z.string().nullish(),
        logprobs: z
          .object({
            content: z.array(z.object({ token: z.string(), logprob: z.number() })).nullish(),
          })
          .nullish(),
        token_ids: ids,
        prompt_token_ids: ids,
      }),
    )
    .nullish(),
  prompt_token_ids: ids,
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: count }).nullish(),
    })
    .nullish(),
})
type Piece = z.output<typeof pieceSchema>
type Message = z.output<typeof messageSchema>

/** Puts a completion together from its pieces; a whole answer is one piece. */
export interface Assembly {
  /** Takes the JSON of a piece; gives what is wrong with it. */
  add(text: string, now: () => number): Problem | null
  /** `isWhole`: the server said that nothing follows. */
  finish(isWhole: boolean): Completion | Problem
}

export function createAssembly(): Assembly {
  let content: string | null = null
  let reasoning: string | null = null
  let finishReason: string | null = null
  let hasMessage = false
  let counted: TokenCounts | null = null
  let promptIds: readonly number[] | null = null
  let sampledIds: number[] | null = null
  let logProbs: (readonly [string, number])[] | null = null
  const calls = createCalls()

  const read = (message: Message, isWhole: boolean) => {
    const text = textOf(message.content)
    if (text !== null) content = (content ?? '') + text
    const thought = message.reasoning_content ?? message.reasoning
    if (thought) reasoning = (reasoning ?? '') + thought
    for (const [place, call] of (message.tool_calls ?? []).entries()) {
      calls.add(isWhole ? { ...call, index: place } : call)
    }
  }
  const take = ({ choices, prompt_token_ids, usage }: Piece) => {
    promptIds = prompt_token_ids ?? promptIds
    counted = countsOf(usage) ?? counted
    for (const choice of choices ?? []) {
      if ((choice.index ?? 0) !== 0) continue
      const message = choice.delta ?? choice.message
      if (message) read(message, !choice.delta)
      hasMessage = true
      promptIds = choice.prompt_token_ids ?? promptIds
      finishReason = choice.finish_reason ?? finishReason
      if (choice.token_ids) sampledIds = [...(sampledIds ?? []), ...choice.token_ids]
      const told = choice.logprobs?.content?.map((at) => [at.token, at.logprob] as const)
      if (told) logProbs = [...(logProbs ?? []), ...told]
    }
  }

  return {
    add(text, now) {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        return { kind: 'transient', message: 'its answer is not JSON' }
      }
      if (isRecord(value) && value['error'] != null && value['choices'] == null) {
        return problemInStream(value['error'], now())
      }
      const parsed = pieceSchema.safeParse(value)
      if (!parsed.success) {
        const reason = zodProblem(parsed.error)
        return { kind: 'transient', message: `its answer has another form: ${reason}` }
      }
      take(parsed.data)
      return null
    },
    finish(isWhole) {
      if (finishReason === null && !isWhole) {
        return { kind: 'transient', message: 'its answer ended in the middle' }
      }
      if (!hasMessage) return { kind: 'transient', message: 'its answer holds no message' }
      return {
        kind: 'completion',
        content,
        reasoning,
        toolCalls: calls.all(),
        finishReason: finishReason ?? 'stop',
        counted,
        promptIds,
        ids: sampledIds,
        logProbs,
      }
    },
  }
}

/** Pieces of one call share an index; some servers give every call the same, or none. */
function createCalls() {
  const calls: { id: string; name: string; arguments: string; index: number | null }[] = []
  const placeOf = (index: number | null, id: string, name: string) => {
    const known = index === null ? calls.at(-1) : calls.findLast((call) => call.index === index)
    const another = id !== '' && name !== '' && known?.name !== '' && known?.id !== id
    if (known && !another) return known
    const call = { id: '', name: '', arguments: '', index }
    calls.push(call)
    return call
  }
  return {
    add(piece: NonNullable<Message['tool_calls']>[number]) {
      const { id, function: called } = piece
      const call = placeOf(piece.index ?? null, id ?? '', called?.name ?? '')
      if (id) call.id = id
      // A name comes whole: with the first piece, or with every one.
      if (called?.name) call.name = called.name
      const given = called?.arguments
      if (typeof given === 'string') call.arguments += given
      else if (given != null) call.arguments += JSON.stringify(given)
    },
    all: (): SampledCall[] =>
      calls.map(({ id, name, arguments: given }) => ({ id, name, arguments: given })),
  }
}

/** Text, or the texts among parts of content. */
function textOf(content: unknown): string | null {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return null
  return content
    .map((part: unknown) =>
      isRecord(part) && typeof part['text'] === 'string' ? part['text'] : '',
    )
    .join('')
}

function countsOf(usage: Piece['usage']): TokenCounts | null {
  const { prompt_tokens: prompt, completion_tokens: completion } = usage ?? {}
  if (prompt == null || completion == null) return null
  return { prompt, completion, cached: usage?.prompt_tokens_details?.cached_tokens ?? 0 }
}
