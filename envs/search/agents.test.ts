import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createChatAgent } from '../../agents/chat/agent.ts'
import { openScriptedServer, type Script } from '../../agents/chat/scripted-server.suite.ts'
import { palaestra } from '../../cli/palaestra.suite.ts'
import { make, rollout } from '../../core/index.ts'
import { writeTinyPolicy } from '../../models/sampler/policy-folder.suite.ts'
import { files } from './files-env.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'palaestra-search-agents-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

const hop = {
  ...{ _id: 'h1', question: 'On which river was Tolm born?', answer: 'Oss', type: 'bridge' },
  level: 'easy',
  supporting_facts: [
    ['Tolm', 0],
    ['Aldmere', 0],
  ],
  context: [
    ['Tolm', ['Tolm was born in Aldmere.']],
    ['Aldmere', ['Aldmere lies on the Oss.', ' It is old.']],
    ['Quell', ['Quell is a village.']],
  ],
}

/** Follows what it reads, by the ids that the hits name. */
const follows: Script = ({ messages }) => {
  const shown = messages.at(-1)?.content ?? ''
  const turn = messages.filter(({ role }) => role === 'assistant').length
  const page = /page (\S+#\w+): /.exec(shown)?.[1]
  const town = /born in (\w+)/.exec(shown)?.[1]
  const river = /lies on the (\w+)/.exec(messages.map(({ content }) => content).join('\n'))?.[1]
  const call = [
    { name: 'search', arguments: { query: 'Tolm', k: 1 } },
    { name: 'open', arguments: { page } },
    { name: 'search', arguments: { query: town, k: 1 } },
    { name: 'open', arguments: { page } },
    { name: 'cite', arguments: { page, span: `Aldmere lies on the ${river}.` } },
    { name: 'answer', arguments: { text: river } },
  ][turn]
  return { calls: call ? [call] : [] }
}

test('chat searches, reads, cites and answers by tool calls', async () => {
  const at = await folder()
  const questions = join(at, 'hotpot.jsonl')
  await writeFile(questions, JSON.stringify(hop))
  await using server = await openScriptedServer(follows)
  const chat = createChatAgent({ baseUrl: server.baseUrl, model: 'scripted', retries: 0 }, {})
  await using env = await make(files, { options: { questions, index: join(at, 'index') } })

  const { outcome, finalSignals, turns } = await rollout(env, chat as never, { task: 'h1' })

  expect(outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
  expect(turns.map(({ action }) => (action as { tool: string }).tool)).toEqual([
    ...['search', 'open', 'search', 'open', 'cite', 'answer'],
  ])
  expect(finalSignals).toMatchObject({ supportRecall: 1, citationPrecision: 1, failedActions: 0 })
  const tools = JSON.stringify(server.requests[0]?.body['tools'])
  for (const name of ['search', 'open', 'find', 'cite', 'answer']) expect(tools).toContain(name)
})

test('policy plays Atlas with a model of our own', async () => {
  const at = await folder()
  const model = join(at, 'model')
  await writeTinyPolicy(model, { contextLength: 8192 })

  const { code, stdout, stderr } = await palaestra(
    ...['env:search', '--agent', 'policy', '--model', model, '--device', 'cpu', '--threads', '1'],
    ...['--episodes', '2', '--max-turns', '2', '--max-tokens', '8', '--json'],
    ...['--options', JSON.stringify({ pages: 1000, index: join(at, 'index') })],
    ...['--out', join(at, 'run')],
  )

  expect([code, stderr]).toEqual([0, expect.stringContaining('agent policy/model: 2 episodes')])
  expect(JSON.parse(stdout)).toMatchObject({ scored: 2, unscored: 0, stopped: {} })
})
