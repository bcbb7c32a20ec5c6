import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { type AnyDef, make } from '../../core/index.ts'
import { repair } from '../../envs/swe/env.ts'
import { loadTaskset } from '../../envs/swe/taskset.ts'
import { guessNumber } from '../../envs/text/guess-number/env.ts'
import { type RunOptions, readRun, run } from '../../runs/index.ts'
import { closeSandboxes } from '../../sandboxes/index.ts'
import { createChatAgent } from './agent.ts'
import { openScriptedServer, type Script, type ScriptedServer } from './scripted-server.suite.ts'

afterAll(() => closeSandboxes())

const KEY = 'sk-very-secret-key'

async function playRun(
  definition: AnyDef,
  server: ScriptedServer,
  options: Partial<RunOptions> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-chat-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const agent = createChatAgent(
    { baseUrl: server.baseUrl, model: 'scripted', tokenIds: true, retries: 0 },
    { apiKey: KEY },
  )
  return await run({
    definition,
    agent: async () => agent,
    episodes: 1,
    out: join(folder, 'run'),
    retries: 0,
    ...options,
  })
}

/** Halves what is left, as its own earlier messages tell. */
const bisects: Script = ({ messages }) => {
  const range = Number(/from 1 to (\d+)/.exec(messages[1]?.content ?? '')?.[1])
  let [low, high] = [1, range]
  for (const [place, { role, content }] of messages.entries()) {
    if (role !== 'assistant') continue
    const said = messages[place + 1]?.content
    if (said === 'Higher.') low = Number(content) + 1
    if (said === 'Lower.') high = Number(content) - 1
  }
  return { content: ` ${Math.floor((low + high) / 2)}\n` }
}

test('a model plays text/GuessNumber-v0, many episodes at once, and every one is stored', async () => {
  await using server = await openScriptedServer(bisects)

  const result = await playRun(guessNumber as AnyDef, server, { episodes: 12, concurrency: 4 })

  expect(result.agent).toBe('chat/scripted')
  expect(result.summary).toMatchObject({ scored: 12, unscored: 0, failedActions: 0 })
  expect(result.summary.success.rate).toBe(1)
  expect(result.summary.usage).toMatchObject({ requests: server.requests.length })
  for await (const { turns, decisions } of (await readRun(result.dir)).trajectories()) {
    expect(decisions).toHaveLength(turns.length)
    const parents = decisions.flatMap(({ samples }) => samples.map(({ parent }) => parent))
    expect(parents).toEqual(parents.map((_, place) => (place === 0 ? null : place - 1)))
  }
  const files = await Promise.all(
    ['run.json', 'trajectories.jsonl', 'scores.jsonl'].map((name) =>
      readFile(join(result.dir, name), 'utf8'),
    ),
  )
  expect(files.join('')).not.toContain(KEY)
})

test('a model repairs a library of swe/Repair-v0 with tools, several in one message', async () => {
  await using env = await make(repair)
  await env.reset({ seed: 3 })
  const plan = env.runner?.gold?.()
  const fix: { readonly name: string; readonly arguments: unknown }[] = []
  for (let action = await plan?.(); action; action = await plan?.()) {
    const { tool, ...given } = action
    fix.push({ name: tool, arguments: given })
  }
  const task = env.runner?.task()?.id
  await using server = await openScriptedServer([
    { content: 'I look.', calls: [{ name: 'bash', arguments: { command: 'ls' } }] },
    { content: null, calls: [{ name: 'view', arguments: '{"path": "src"' }] },
    { content: 'I know.', calls: fix },
  ])
  const { infos } = await loadTaskset(undefined)
  const tasks = { list: async () => infos.filter(({ id }) => id === task) }

  const { summary, dir } = await playRun({ ...repair, tasks } as unknown as AnyDef, server)

  expect(summary).toMatchObject({ scored: 1, sandbox: 'virtual', failedActions: 1 })
  expect(summary.success.rate).toBe(1)
  for await (const { turns, finalSignals } of (await readRun(dir)).trajectories()) {
    expect(turns.map(({ decision }) => decision)).toEqual([0, 1, ...fix.map(() => 2)])
    expect(turns[1]?.invalid).toContain('the arguments of view are not JSON')
    expect(finalSignals).toMatchObject({ resolved: true })
  }
})

test('a server that is down for one episode costs that one, and no other', async () => {
  const working = bisects
  let asked = 0
  await using server = await openScriptedServer((request) =>
    ++asked === 1 ? { status: 500, error: { message: 'engine died' } } : working(request),
  )

  const { summary, results } = await playRun(guessNumber as AnyDef, server, {
    episodes: 4,
    concurrency: 1,
  })

  expect(summary).toMatchObject({ scored: 3, unscoredByClass: { ModelError: 1 } })
  expect(summary.success).toMatchObject({ rate: 1, of: 3 })
  expect(results[0]?.error).toContain('engine died')
})
