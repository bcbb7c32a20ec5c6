import type { AnyDef, Clock } from '../../core/index.ts'
import { repair } from '../../envs/swe/env.ts'
import type { RecordedCase } from '../../test/replay/recorded-case.ts'
import { createChatAgent } from './agent.ts'
import { openScriptedServer, type Scripted } from './scripted-server.suite.ts'

/** Where the server stood: a part of what was asked. */
const PORT = 38917
/** The key that is in the environment while this is recorded. */
export const RECORDING_KEY = 'sk-recorded-a-key-that-nobody-may-find-0123456789'

/** The model's side: it reasons, is busy once, calls two tools at once, and one wrongly. */
const answers: readonly Scripted[] = [
  {
    content: 'I look at what is there.',
    calls: [{ name: 'bash', arguments: { command: 'ls src test' } }],
  },
  { status: 429, error: { message: 'slow down' }, headers: { 'retry-after': '1' } },
  {
    content: 'Both at once.',
    reasoning: 'Casting is in records.js; the tests tell what fails.',
    calls: [
      { name: 'view', arguments: { path: 'src/records.js', from: 1, to: 25 } },
      {
        name: 'bash',
        arguments: { command: 'node --test --test-reporter=tap 2>&1 | grep -E "^# (pass|fail)"' },
      },
    ],
  },
  { content: null, calls: [{ name: 'edit', arguments: '{"path": "src/records.js", "find": ' }] },
  {
    content: null,
    calls: [
      {
        name: 'edit',
        arguments: {
          path: 'src/records.js',
          find: 'return !leadingZero ?',
          replace: 'return leadingZero ?',
        },
      },
    ],
  },
  {
    content: 'Mended: numbers are cast, words are not. ✓',
    calls: [{ name: 'submit', arguments: {} }],
  },
]

/** Keys come from the environment, or there is none. */
export const chatting = async () =>
  createChatAgent({ baseUrl: `http://127.0.0.1:${PORT}/v1`, model: 'scripted', temperature: 0 })

export const chatCase: RecordedCase = {
  name: 'chat',
  env: repair as unknown as AnyDef,
  agent: chatting,
  seed: 2,
  task: 'csv-table-9a3acf42',
  options: { sandbox: 'virtual' },
  clock: stillClock,
  async opens() {
    const before = process.env['PALAESTRA_API_KEY']
    process.env['PALAESTRA_API_KEY'] = RECORDING_KEY
    // Pieces apart from each other, so that they arrive as they are sent.
    const server = await openScriptedServer(answers, { port: PORT, delayMs: 20 })
    return {
      async [Symbol.asyncDispose]() {
        if (before === undefined) delete process.env['PALAESTRA_API_KEY']
        else process.env['PALAESTRA_API_KEY'] = before
        await server.close()
      },
    }
  },
}

/** Moves where somebody waits alone, so that a recording does not tell how fast it was made. */
function stillClock(): Clock {
  let time = Date.UTC(2026, 0, 1)
  return {
    now: () => time,
    async sleep(ms) {
      time += ms
    },
  }
}
