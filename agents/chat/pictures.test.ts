import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Agent, defineEnv, json, make, rollout, tool } from '../../core/index.ts'
import { solved } from '../../rewards/index.ts'
import { createChatAgent } from './agent.ts'
import { openScriptedServer, type ScriptedMessage } from './scripted-server.suite.ts'

const part = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image'), mimeType: z.string(), data: z.string() }),
])
const shown = (step: number) => [
  { type: 'text' as const, text: `Step ${step}.` },
  { type: 'image' as const, mimeType: 'image/png', data: `picture${step}` },
]

/** Shows a picture each step. */
const gallery = defineEnv({
  id: 'test/Gallery-v0',
  state: 'data',
  observationSpace: json(z.union([z.string(), z.array(part)])),
  actionSpace: tool('look', z.object({})),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 3,
  reset: () => ({ state: { step: 0 }, observation: shown(0) }),
  step(state) {
    state.step++
    return { observation: shown(state.step), signals: { solved: state.step === 3 } }
  },
})

async function seen(options: object, script: readonly ScriptedMessage[]): Promise<unknown[]> {
  await using server = await openScriptedServer(({ index }) => script[index] ?? { content: '' })
  await using env = await make(gallery)
  const { baseUrl } = server
  const agent = createChatAgent({ model: 'm', ...options, baseUrl }, { apiKey: 'sk-test' })
  const { outcome } = await rollout(env, agent as Agent<unknown, never>, { seed: 0 })
  expect(outcome.status).toBe('completed')
  return server.requests.map(({ body }) => (body['messages'] as unknown[]).slice(1))
}

const look = { calls: [{ name: 'look', arguments: {} }] }
const picture = (step: number) => ({
  type: 'image_url',
  image_url: { url: `data:image/png;base64,picture${step}` },
})

test('the newest picture is sent as a part, within the message of the user or after results of tools', async () => {
  const [first, second] = await seen({}, [look, look, look])

  expect(first).toEqual([
    { role: 'user', content: [{ type: 'text', text: 'Step 0.' }, picture(0)] },
  ])
  expect(second).toMatchObject([
    { role: 'user', content: 'Step 0.' },
    { role: 'assistant' },
    { role: 'tool', content: 'Step 1.' },
    { role: 'user', content: [{ type: 'text' }, picture(1)] },
  ])
})

test('as many as are asked for are sent, the oldest first; none for models that do not see', async () => {
  const third = (await seen({ images: 2 }, [look, look, look]))[2] as unknown[]
  const without = await seen({ images: 0 }, [look, look, look])

  expect(third.at(-1)).toMatchObject({ content: [{ type: 'text' }, picture(1), picture(2)] })
  expect(JSON.stringify(without)).not.toContain('image')
})
