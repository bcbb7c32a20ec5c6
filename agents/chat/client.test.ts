import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  type Clock,
  createManualClock,
  createRng,
  type ManualClock,
  systemClock,
} from '../../core/index.ts'
import { type ChatClient, createChatClient } from './client.ts'
import { type ChatOptions, chatSettings } from './options.ts'
import type { ChatRequest } from './request.ts'
import {
  openScriptedServer,
  type Script,
  type Scripted,
  type ScriptedServerOptions,
} from './scripted-server.suite.ts'

const hello: ChatRequest = {
  messages: [{ role: 'user', content: 'hello' }],
  tools: [],
  mayCall: true,
  seed: 7,
}
const tool = {
  name: 'bash',
  description: '',
  parameters: { type: 'object' },
  toAction: (given: unknown) => given,
}

interface Scene {
  readonly client: ChatClient
  readonly clock: ManualClock
  readonly waits: () => number
  readonly ask: (request?: ChatRequest, signal?: AbortSignal) => ReturnType<ChatClient['complete']>
}

function clientOf(
  baseUrl: string,
  options: Partial<ChatOptions> = {},
  fetch = globalThis.fetch,
): Scene {
  const settings = chatSettings({ model: 'm', ...options, baseUrl })
  const client = createChatClient({ settings, apiKey: 'sk-test-key', fetch })
  const clock = createManualClock()
  const since = clock.now()
  const rng = createRng(1)
  const ask = (request = hello, signal = new AbortController().signal) =>
    client.complete(request, { clock, rng, signal })
  return { client, clock, waits: () => clock.now() - since, ask }
}

async function withServer(
  script: Script | readonly Scripted[],
  act: (
    scene: Scene & { readonly server: Awaited<ReturnType<typeof openScriptedServer>> },
  ) => Promise<void>,
  options: Partial<ChatOptions> = {},
  serverOptions: ScriptedServerOptions = {},
) {
  await using server = await openScriptedServer(script, serverOptions)
  await act({ ...clientOf(server.baseUrl, options), server })
}

const bash = { name: 'bash', arguments: { command: 'ls é😀' } }

describe('an answer', () => {
  test('is the same whole, streamed, and streamed in bytes cut anywhere', async () => {
    const message = {
      content: 'Zwölf 😀',
      reasoning: 'thought',
      calls: [bash, { name: 'submit', arguments: {} }],
    }
    const read = async (stream: 'on' | 'off', pieceBytes?: number) => {
      await using server = await openScriptedServer(
        [message],
        pieceBytes === undefined ? {} : { pieceBytes },
      )
      return await clientOf(server.baseUrl, { stream }).ask()
    }
    const whole = await read('off')

    expect(whole).toMatchObject({
      content: 'Zwölf 😀',
      reasoning: 'thought',
      toolCalls: [
        { name: 'bash', arguments: '{"command":"ls é😀"}' },
        { name: 'submit', arguments: '{}' },
      ],
      finishReason: 'tool_calls',
      counted: { prompt: expect.any(Number), completion: expect.any(Number) },
    })
    expect(await read('on')).toEqual(whole)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        expect(await read('on', size)).toEqual(whole)
      }),
      { numRuns: 8 },
    )
  })

  test('is asked for with the key, the sampling and what the body adds or leaves out', async () => {
    const options = {
      temperature: 0.5,
      topP: 0.9,
      maxTokens: 20,
      stop: ['END'],
      body: { top_k: 40, seed: null, temperature: 0.25 },
    }
    await withServer(
      [{ content: 'hi' }],
      async ({ ask, server }) => {
        await ask({ ...hello, tools: [tool], mayCall: false })

        const [request] = server.requests
        expect(request?.authorization).toBe('Bearer sk-test-key')
        expect(request?.body).toEqual({
          model: 'm',
          messages: [{ role: 'user', content: 'hello' }],
          tools: [
            {
              type: 'function',
              function: { name: 'bash', description: '', parameters: { type: 'object' } },
            },
          ],
          tool_choice: 'none',
          temperature: 0.25,
          top_p: 0.9,
          max_tokens: 20,
          stop: ['END'],
          stream: true,
          stream_options: { include_usage: true },
          top_k: 40,
        })
      },
      options,
    )
  })

  test('with calls that share an index or have none is put together call by call', async () => {
    const event = (call: object) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [call] } }] })}\n\n`
    const raw = [
      event({ index: 0, id: 'a', function: { name: 'bash', arguments: '{"x"' } }),
      event({ index: 0, function: { arguments: ':1}' } }),
      event({ index: 0, id: 'b', function: { name: 'bash', arguments: { x: 2 } } }),
      event({ id: 'c', function: { name: 'view', arguments: '' } }),
      event({ function: { arguments: '{}' } }),
      'data: [DONE]\n\n',
    ].join('')
    await withServer([{ raw, contentType: 'text/event-stream' }], async ({ ask }) => {
      expect(await ask()).toMatchObject({
        toolCalls: [
          { id: 'a', name: 'bash', arguments: '{"x":1}' },
          { id: 'b', name: 'bash', arguments: '{"x":2}' },
          { id: 'c', name: 'view', arguments: '{}' },
        ],
      })
    })
  })
})

describe('a failing server', () => {
  test.each<[string, Scripted]>([
    ['a busy one', { status: 503 }],
    ['a broken connection', 'break'],
    ['a stream that breaks off', { half: { content: 'half' }, pieces: 2, ending: 'break' }],
    ['a stream that ends early', { half: { content: 'half' }, pieces: 2, ending: 'end' }],
    ['an answer that is not JSON', { raw: '{"choices":' }],
    ['an answer of another form', { raw: '{"choices":[{"message":{"tool_calls":7}}]}' }],
    ['an answer without a message', { raw: '{"choices":[]}' }],
    [
      'an error in a stream',
      {
        raw: 'data: {"error":{"message":"engine died","code":500}}\n\n',
        contentType: 'text/event-stream',
      },
    ],
  ])('%s is asked again, later', async (_, wrong) => {
    await withServer([wrong, wrong, { content: 'at last' }], async ({ ask, server, waits }) => {
      expect(await ask()).toMatchObject({ content: 'at last' })
      expect(server.requests).toHaveLength(3)
      expect(new Set(server.requests.map(({ body }) => body['seed']))).toEqual(new Set([7]))
      // Half to all of 500 ms, then of 1,000 ms.
      expect(waits()).toBeGreaterThanOrEqual(750)
      expect(waits()).toBeLessThanOrEqual(1500)
    })
  })

  test('is asked again when it said, and not when that is too late', async () => {
    const busy = (seconds: number) => ({ status: 429, headers: { 'retry-after': `${seconds}` } })
    await withServer([busy(7), { content: 'ok' }], async ({ ask, waits }) => {
      await ask()

      expect(waits()).toBe(7_000)
    })
    await withServer([busy(3_600)], async ({ ask }) => {
      await expect(ask()).rejects.toMatchObject({
        name: 'ModelError',
        message: expect.stringContaining('it asks to wait 3600000 ms'),
      })
    })
  })

  test('that goes on failing is a ModelError, after so many tries', async () => {
    await withServer(
      () => ({ status: 500, error: { message: 'engine sk-test-key died' } }),
      async ({ ask, server }) => {
        await expect(ask()).rejects.toMatchObject({
          name: 'ModelError',
          message: `Cannot get an answer of m from ${server.baseUrl}: HTTP 500, engine [key] died, at the last of 3 tries (see the server)`,
        })
        expect(server.requests).toHaveLength(3)
      },
      { retries: 2 },
    )
  })

  test('that is down is a ModelError', async () => {
    const server = await openScriptedServer([])
    await server.close()

    const asked = clientOf(server.baseUrl, { retries: 1 }).ask()

    await expect(asked).rejects.toMatchObject({
      name: 'ModelError',
      message: expect.stringContaining('nobody listens there (ECONNREFUSED)'),
    })
  })

  test('out of quota is not asked again', async () => {
    const error = { message: 'You exceeded your current quota', code: 'insufficient_quota' }
    await withServer([{ status: 429, error }], async ({ ask, server }) => {
      await expect(ask()).rejects.toMatchObject({
        name: 'ModelError',
        message: expect.stringContaining('out of quota'),
      })
      expect(server.requests).toHaveLength(1)
    })
  })

  test('that is silent is asked again, and its connection closed', async () => {
    await withServer(
      ({ index }) => (index === 0 ? 'hang' : { content: 'ok' }),
      async ({ ask, server }) => {
        expect(await ask()).toMatchObject({ content: 'ok' })
        await expect.poll(() => server.busy()).toBe(0)
      },
      // A busy machine makes a server silent that is not.
      { timeoutMs: 100, retries: 50 },
    )
  })

  test('that is slow, but never silent for too long, is waited for', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const pass = () => vi.advanceTimersByTime(300)
    const slowly: typeof fetch = async (...request) => {
      const response = await fetch(...request)
      pass()
      const slow = new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, controller) {
          pass()
          controller.enqueue(piece)
        },
      })
      return new Response(response.body?.pipeThrough(slow) ?? null, response)
    }
    await using server = await openScriptedServer([{ content: 'slow and steady' }])

    const { ask } = clientOf(server.baseUrl, { timeoutMs: 400 }, slowly)

    expect(await ask()).toMatchObject({ content: 'slow and steady' })
    expect(server.requests).toHaveLength(1)
  })
})

describe('what the user got wrong', () => {
  test.each([
    [401, 'Incorrect API key provided: sk-test-key'],
    [404, 'The model m does not exist'],
    [400, 'temperature is out of range'],
  ])('is a ConfigError at the first request: %i %s', async (status, message) => {
    await withServer([{ status, error: { message } }], async ({ ask, server }) => {
      const failure = ask()

      await expect(failure).rejects.toMatchObject({ name: 'ConfigError' })
      await expect(failure).rejects.not.toThrow('sk-test')
      expect(server.requests).toHaveLength(1)
    })
  })

  test('cannot be it once the server has answered', async () => {
    await withServer([{ content: 'hi' }, { status: 404 }], async ({ ask }) => {
      await ask()

      await expect(ask()).rejects.toMatchObject({ name: 'ModelError' })
    })
  })

  test('includes a redirect: the key is not sent elsewhere', async () => {
    const headers = { location: 'https://elsewhere.test/v1' }
    await withServer([{ status: 308, headers }], async ({ ask, server }) => {
      await expect(ask()).rejects.toThrow('it redirects to https://elsewhere.test/v1')
      expect(server.requests).toHaveLength(1)
    })
  })

  test('includes a server without token ids, where they are needed', async () => {
    await withServer(
      [{ raw: JSON.stringify({ choices: [{ message: { content: 'hi' } }] }) }],
      async ({ ask }) => {
        await expect(ask()).rejects.toMatchObject({
          name: 'ConfigError',
          message: expect.stringContaining('it gives no token ids'),
        })
      },
      { tokenIds: true },
    )
  })
})

describe('servers differ', () => {
  test('the request is said otherwise, once for all that follow', async () => {
    const script: Script = ({ body }) => {
      if (body['stream_options'])
        return { status: 422, error: 'stream_options: extra fields not permitted' }
      if (body['max_tokens']) {
        return {
          status: 400,
          error: { message: "Unsupported 'max_tokens': use 'max_completion_tokens'" },
        }
      }
      return { content: 'understood' }
    }
    await withServer(
      script,
      async ({ ask, server }) => {
        await ask()
        await ask()

        expect(server.requests).toHaveLength(4)
        expect(server.requests[3]?.body).toMatchObject({ max_completion_tokens: 9 })
      },
      { maxTokens: 9 },
    )
  })

  test('one without tools is told apart from one without room', async () => {
    const request = { ...hello, tools: [tool] }
    await withServer(
      [],
      async ({ ask }) => expect(await ask(request)).toMatchObject({ kind: 'no tools' }),
      {},
      { refusesTools: true },
    )
    await withServer(
      [],
      async ({ ask }) => {
        const long = { ...request, messages: [{ role: 'user' as const, content: 'a'.repeat(200) }] }

        expect(await ask(long)).toMatchObject({ kind: 'overflow', limit: 100 })
      },
      {},
      { contextTokens: 100 },
    )
  })
})

describe('at once', () => {
  test('only so many requests are under way', async () => {
    let running = 0
    let most = 0
    const waiting: (() => void)[] = []
    const leaveAll = () => {
      for (const leave of waiting.splice(0)) leave()
    }
    const script: Script = async () => {
      most = Math.max(most, ++running)
      // While three wait, a fourth would come.
      if (running === 3) setTimeout(leaveAll, 20)
      await new Promise<void>((resolve) => waiting.push(resolve))
      running--
      return { content: 'hi' }
    }
    await withServer(
      script,
      async ({ ask }) => {
        await Promise.all(Array.from({ length: 9 }, () => ask()))

        expect(most).toBe(3)
      },
      { maxConcurrentRequests: 3 },
    )
  })

  test('whoever is aborted leaves at once: waiting, asking or reading, and no connection stays', async () => {
    const script: Script = ({ index }) =>
      index === 0 ? 'hang' : { half: { content: 'never ends' }, pieces: 2, ending: 'hang' }
    for (const concurrent of [1, 3]) {
      await withServer(
        script,
        async ({ ask, server }) => {
          const controller = new AbortController()
          const asked = [1, 2, 3].map(() => ask(hello, controller.signal))
          await expect.poll(() => server.requests.length).toBe(concurrent)
          const reason = new Error('given up')

          controller.abort(reason)

          for (const one of await Promise.allSettled(asked)) {
            expect(one).toEqual({ status: 'rejected', reason })
          }
          await expect.poll(() => server.busy()).toBe(0)
        },
        { maxConcurrentRequests: concurrent },
      )
    }
  })

  test('whoever is aborted while it waits for the next try leaves, too', async () => {
    const headers = { 'retry-after': '30' }
    await using server = await openScriptedServer(() => ({ status: 503, headers }))
    const settings = chatSettings({ model: 'm', baseUrl: server.baseUrl })
    const client = createChatClient({ settings, apiKey: undefined, fetch })
    const controller = new AbortController()
    let sleeps = 0
    const clock: Clock = {
      ...systemClock,
      sleep(ms, signal) {
        sleeps++
        return systemClock.sleep(ms, signal)
      },
    }
    const asked = client.complete(hello, { clock, rng: createRng(1), signal: controller.signal })
    await expect.poll(() => sleeps).toBe(1)

    controller.abort(new Error('given up'))

    await expect(asked).rejects.toThrow('given up')
  })
})
