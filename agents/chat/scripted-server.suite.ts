import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A message as requests hold it. */
export interface WireMessage {
  readonly role: string
  readonly content: string | null
  readonly tool_calls?: readonly {
    readonly id: string
    readonly function: { readonly name: string; readonly arguments: string }
  }[]
  readonly tool_call_id?: string
}

/** A request to the server, and everything in its body. */
export interface ScriptedRequest {
  /** From 0, in order of arrival; requests that the server refuses by itself do not count. */
  readonly index: number
  readonly authorization: string | undefined
  readonly messages: readonly WireMessage[]
  readonly stream: boolean
  readonly body: Readonly<Record<string, unknown>>
}

/** A message of the model; all that is left out is made up plausibly. */
export interface ScriptedMessage {
  readonly content?: string | null
  readonly reasoning?: string
  readonly calls?: readonly {
    readonly name: string
    /** An object, or text sent as it is: it may be broken. */
    readonly arguments: unknown
    readonly id?: string
  }[]
  readonly finishReason?: string
  /** null: the server does not count. */
  readonly usage?: { readonly prompt: number; readonly completion: number } | null
}

/** What the server does with one request. */
export type Scripted =
  | ScriptedMessage
  | {
      readonly status: number
      readonly error?: unknown
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Whatever it is, sent as an answer of status 200. */
  | { readonly raw: string; readonly contentType?: string }
  /** Sends this much of a stream, then ends the stream, breaks the connection or says no more. */
  | {
      readonly half: ScriptedMessage
      readonly pieces: number
      readonly ending: 'end' | 'break' | 'hang'
    }
  /** Never answers. */
  | 'hang'
  /** Breaks the connection at once. */
  | 'break'

export type Script = (request: ScriptedRequest) => Scripted | Promise<Scripted>

export interface ScriptedServerOptions {
  readonly port?: number
  /** Before each piece of an answer. */
  readonly delayMs?: number
  /** Prompts with more tokens (a character each) are refused as servers do. */
  readonly contextTokens?: number
  /** Refuses requests with tools as some servers do. */
  readonly refusesTools?: boolean
  /** Bytes are sent in pieces of this size, wherever that cuts. */
  readonly pieceBytes?: number
}

export interface ScriptedServer extends AsyncDisposable {
  readonly baseUrl: string
  readonly requests: readonly ScriptedRequest[]
  /** Requests whose answer goes on, as long as somebody holds the connection. */
  busy(): number
  close(): Promise<void>
}

/** An OpenAI-compatible server that says what a script makes it say: a model for tests and first steps. */
export async function openScriptedServer(
  script: Script | readonly Scripted[],
  options: ScriptedServerOptions = {},
): Promise<ScriptedServer> {
  const say: Script = typeof script === 'function' ? script : ({ index }) => script[index] ?? over
  const requests: ScriptedRequest[] = []
  let index = 0
  const busy = new Set<ServerResponse>()
  const server = createServer((incoming, response) => {
    busy.add(response)
    response.once('close', () => busy.delete(response))
    serve(incoming, response).catch(() => response.destroy())
  })

  async function serve(incoming: IncomingMessage, response: ServerResponse) {
    const body = JSON.parse(await textOf(incoming)) as Record<string, unknown>
    const request: ScriptedRequest = {
      index,
      authorization: incoming.headers.authorization,
      messages: body['messages'] as readonly WireMessage[],
      stream: body['stream'] === true,
      body,
    }
    requests.push(request)
    if (!incoming.url?.endsWith('/v1/chat/completions')) {
      return fail(response, 404, { message: `there is nothing at ${incoming.url}` })
    }
    const refusal = refusalOf(request, options)
    if (refusal) return fail(response, 400, refusal)
    index++
    await answer(await say(request), request, response, options)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    busy: () => busy.size,
    close,
    [Symbol.asyncDispose]: close,
  }
}

const over: Scripted = { status: 400, error: { message: 'the script is over' } }

function refusalOf({ body, messages }: ScriptedRequest, options: ScriptedServerOptions) {
  const { contextTokens } = options
  if (options.refusesTools && body['tools'] !== undefined) {
    return {
      message:
        '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
    }
  }
  const tokens = promptOf(messages).length
  if (contextTokens === undefined || tokens <= contextTokens) return null
  return {
    message: `This model's maximum context length is ${contextTokens} tokens. However, your messages resulted in ${tokens} tokens.`,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
  }
}

async function answer(
  scripted: Scripted,
  request: ScriptedRequest,
  response: ServerResponse,
  options: ScriptedServerOptions,
): Promise<void> {
  if (scripted === 'hang') return
  if (scripted === 'break') return void response.socket?.destroy()
  if ('status' in scripted) {
    return fail(response, scripted.status, scripted.error ?? { message: 'no' }, scripted.headers)
  }
  if ('raw' in scripted) {
    response.setHeader('content-type', scripted.contentType ?? 'application/json')
    return void response.end(scripted.raw)
  }
  const { delayMs = 0, pieceBytes } = options
  const message = 'half' in scripted ? scripted.half : scripted
  if (!request.stream) {
    await sleep(delayMs)
    response.setHeader('content-type', 'application/json')
    return void response.end(JSON.stringify(wholeOf(message, request)))
  }
  response.setHeader('content-type', 'text/event-stream')
  const events = [
    ': a comment, as proxies send to keep the connection\n\n',
    ...eventsOf(message, request).map((event) => `data: ${JSON.stringify(event)}\n\n`),
    'data: [DONE]\n\n',
  ]
  const sent = 'half' in scripted ? events.slice(0, 1 + scripted.pieces) : events
  const bytes = Buffer.from(sent.join(''))
  const pieces = pieceBytes
    ? Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, at) =>
        bytes.subarray(at * pieceBytes, (at + 1) * pieceBytes),
      )
    : sent
  for (const piece of pieces) {
    if (delayMs > 0) await sleep(delayMs)
    if (response.destroyed) return
    await new Promise<void>((resolve) => response.write(piece, () => resolve()))
  }
  const ending = 'half' in scripted ? scripted.ending : 'end'
  if (ending === 'break') response.socket?.destroy()
  if (ending === 'end') response.end()
}

function fail(
  response: ServerResponse,
  status: number,
  error: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify({ error }))
}

/** The server's chat template and tokenizer: a line a message, a token a UTF-16 unit. */
export function promptOf(messages: readonly WireMessage[]): string {
  return `${messages.map((message) => `<${message.role}>${sampledText(message)}`).join('\n')}\n<assistant>`
}

const tokensOf = (text: string) => Array.from(text, (_, at) => text.charCodeAt(at))

function sampledText({ content, tool_calls = [] }: WireMessage): string {
  const calls = tool_calls.map(({ function: { name, arguments: given } }) => `${name}(${given})`)
  return [content ?? '', ...calls].join('')
}

const argumentsText = (given: unknown) =>
  typeof given === 'string' ? given : JSON.stringify(given)

/** What the model is to say, in the words of the wire. */
function partsOf(message: ScriptedMessage, { messages, body, index }: ScriptedRequest) {
  const { content = null, reasoning, calls = [], finishReason } = message
  const tool_calls = calls.map((call, place) => ({
    id: call.id ?? `call_${index}_${place}`,
    type: 'function',
    function: { name: call.name, arguments: argumentsText(call.arguments) },
  }))
  const text = sampledText({ role: 'assistant', content, tool_calls })
  const prompt = promptOf(messages)
  const counts = message.usage ?? { prompt: prompt.length, completion: text.length }
  return {
    content,
    reasoning,
    tool_calls,
    finish_reason: finishReason ?? (calls.length > 0 ? 'tool_calls' : 'stop'),
    usage:
      message.usage === null
        ? null
        : { prompt_tokens: counts.prompt, completion_tokens: counts.completion },
    logprobs: body['logprobs']
      ? {
          content: [...tokensOf(text)].map((id) => ({
            token: String.fromCharCode(id),
            logprob: -id / 100,
          })),
        }
      : null,
    ids: body['return_token_ids'] ? { prompt: tokensOf(prompt), sampled: tokensOf(text) } : null,
  }
}

function wholeOf(message: ScriptedMessage, request: ScriptedRequest) {
  const { content, reasoning, tool_calls, finish_reason, usage, logprobs, ids } = partsOf(
    message,
    request,
  )
  return {
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content,
          ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
          ...(tool_calls.length > 0 ? { tool_calls } : {}),
        },
        finish_reason,
        logprobs,
        ...(ids ? { token_ids: ids.sampled } : {}),
      },
    ],
    ...(ids ? { prompt_token_ids: ids.prompt } : {}),
    ...(usage ? { usage } : {}),
  }
}

/** Text in halves, arguments in halves: what is cut must be put together again. */
function eventsOf(message: ScriptedMessage, request: ScriptedRequest): readonly unknown[] {
  const { content, reasoning, tool_calls, finish_reason, usage, logprobs, ids } = partsOf(
    message,
    request,
  )
  const choice = (delta: unknown, more: object = {}) => ({
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: null, ...more }],
  })
  return [
    { ...choice({ role: 'assistant' }), ...(ids ? { prompt_token_ids: ids.prompt } : {}) },
    ...(reasoning === undefined ? [] : [choice({ reasoning_content: reasoning })]),
    ...halves(content ?? '').map((part) => choice({ content: part })),
    ...tool_calls.flatMap(({ id, type, function: { name, arguments: given } }, index) => [
      choice({ tool_calls: [{ index, id, type, function: { name, arguments: '' } }] }),
      ...halves(given).map((part) =>
        choice({ tool_calls: [{ index, function: { arguments: part } }] }),
      ),
    ]),
    ...(logprobs || ids ? [choice({}, { logprobs, token_ids: ids?.sampled })] : []),
    choice({}, { finish_reason }),
    ...(usage ? [{ object: 'chat.completion.chunk', choices: [], usage }] : []),
  ]
}

function halves(text: string): readonly string[] {
  const middle = Math.ceil(text.length / 2)
  return [text.slice(0, middle), text.slice(middle)].filter((part) => part !== '')
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of incoming) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}
