/**
 * An OpenAI-compatible server without a model, to try `--agent chat` on: it plays number guessing. With
 * `--port 8000` it stays until Ctrl-C; without, it serves one episode and ends.
 */
import { parseArgs } from 'node:util'
import { type AnyDef, make, rollout } from 'palaestra'
import { createChatAgent } from 'palaestra/agents'
import { guessNumber } from 'palaestra/envs/text/guess-number'
import { openScriptedServer, type Script } from '../agents/chat/scripted-server.suite.ts'

const { values } = parseArgs({ options: { port: { type: 'string' } } })

/** Halves the range that is left, as its own earlier messages tell. */
const bisect: Script = ({ messages }) => {
  let [low, high] = [1, Number(/from 1 to (\d+)/.exec(messages[1]?.content ?? '')?.[1] ?? 1)]
  for (const [place, { role, content }] of messages.entries()) {
    if (role !== 'assistant') continue
    const said = messages[place + 1]?.content
    if (said === 'Higher.') low = Number(content) + 1
    if (said === 'Lower.') high = Number(content) - 1
  }
  return { content: String(Math.floor((low + high) / 2)) }
}

const server = await openScriptedServer(bisect, { port: Number(values.port ?? 0) })
if (values.port === undefined) {
  await using env = await make(guessNumber as AnyDef)
  const agent = createChatAgent({ baseUrl: server.baseUrl, model: 'scripted' })
  const { turns, decisions } = await rollout(env, agent, { seed: 1 })
  for (const { action, observation } of turns) console.log(`${action}: ${observation}`)
  console.log(decisions.at(-1)?.usage)
  await server.close()
} else {
  console.log(`Listening at ${server.baseUrl}`)
}
