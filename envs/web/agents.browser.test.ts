import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createChatAgent } from '../../agents/chat/agent.ts'
import { openScriptedServer, type Script } from '../../agents/chat/scripted-server.suite.ts'
import { palaestra } from '../../cli/palaestra.suite.ts'
import { writeTinyPolicy } from '../../models/sampler/policy-folder.suite.ts'
import { describeWith } from '../../test/describe-with.ts'
import { micro } from './micro/env.ts'
import { playWeb } from './web.suite.ts'

/** Fills what the goal gives and logs in, as the newest observation shows the page. */
const logsIn: Script = ({ messages }) => {
  const said = messages.map(({ content }) => content ?? '')
  const shown = said.at(-1) ?? ''
  const goal = said.find((text) => text.includes('Goal: ')) ?? ''
  const wanted = [...goal.matchAll(/"([^"]+)"/g)].map(([, text]) => text)
  const refOf = (element: RegExp) =>
    /\[ref=(e\d+)\]/.exec(shown.split('\n').find((line) => element.test(line)) ?? '')?.[1]
  const turn = messages.filter(({ role }) => role === 'assistant').length
  const [element, call] = [
    [/textbox "User/, { name: 'fill', arguments: { text: wanted[0] } }],
    [/textbox "Password/, { name: 'fill', arguments: { text: wanted[1] } }],
    [/button "/, { name: 'click', arguments: {} }],
  ][Math.min(turn, 2)] as [RegExp, { name: string; arguments: object }]
  return { calls: [{ ...call, arguments: { ref: refOf(element), ...call.arguments } }] }
}

describeWith('chromium', 'agents with a model, on web tasks', () => {
  test('chat plays by tool calls, from the text alone', async () => {
    await using server = await openScriptedServer(logsIn)
    const chat = createChatAgent({ baseUrl: server.baseUrl, model: 'scripted', retries: 0 }, {})

    const { finalSignals, turns } = await playWeb(micro, chat, { task: 'login/0', seed: 0 })

    expect(turns.map(({ info }) => info?.['failed'] ?? false)).toEqual([false, false, false])
    expect(finalSignals?.['solved']).toBe(true)
    expect(JSON.stringify(server.requests[0]?.body['tools'])).toContain('"click"')
  })

  test('policy plays with a model of our own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'palaestra-web-policy-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const model = join(folder, 'model')
    await writeTinyPolicy(model, { contextLength: 8192 })

    const { code, stdout, stderr } = await palaestra(
      ...['env:web', '--agent', 'policy', '--model', model, '--device', 'cpu', '--threads', '1'],
      ...['--episodes', '2', '--max-turns', '2', '--max-tokens', '8', '--json'],
      ...['--options', '{"actions":["ref","answer"]}', '--out', join(folder, 'run')],
    )

    expect([code, stderr]).toEqual([0, expect.stringContaining('agent policy/model: 2 episodes')])
    expect(JSON.parse(stdout)).toMatchObject({ scored: 2, unscored: 0, stopped: {} })
  })
})
