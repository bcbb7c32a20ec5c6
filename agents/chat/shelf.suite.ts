import { onTestFinished } from 'vitest'
import { z } from 'zod'
import {
  type Agent,
  createManualClock,
  defineEnv,
  make,
  type RolloutOptions,
  rollout,
  type Trajectory,
  text,
  tools,
} from '../../core/index.ts'
import { createChatAgent } from './agent.ts'
import type { ChatOptions } from './options.ts'
import {
  openScriptedServer,
  type Script,
  type Scripted,
  type ScriptedServer,
  type ScriptedServerOptions,
} from './scripted-server.suite.ts'

type State = { books: string[]; verbosity: number }

/** An env of tools: put books on a shelf, each answered at length, until it is closed. */
export const shelf = defineEnv({
  id: 'test/Shelf-v0',
  state: 'data',
  options: z.strictObject({ verbosity: z.int().min(0).default(0) }),
  observationSpace: text(),
  actionSpace: tools({
    put: z.object({ book: z.string().max(40) }).describe('Puts a book on the shelf'),
    close: z.object({}).describe('Ends the episode'),
  }),
  rewards: {
    sparse: {
      spec: { kind: 'custom', name: 'books' },
      step: ({ signals }: { signals: { books: number } }) => signals.books,
    },
  },
  maxEpisodeSteps: 40,
  reset({ options: { verbosity } }) {
    const state: State = { books: [], verbosity }
    return { state, observation: 'Put the books on the shelf, then close it.' }
  },
  step(state, action) {
    if (action.tool === 'put') state.books.push(action.book)
    const told = action.tool === 'put' ? `${action.book} stands. ` : 'Closed. '
    return {
      observation: told + '#'.repeat(state.verbosity),
      signals: { books: state.books.length },
      terminated: action.tool === 'close',
    }
  },
})

export const put = (book: string, id?: string) => ({
  name: 'put',
  arguments: { book },
  ...(id === undefined ? {} : { id }),
})
export const close = { name: 'close', arguments: {} }

export interface Played {
  readonly trajectory: Trajectory
  readonly server: ScriptedServer
  readonly agent: Agent<unknown, unknown>
}

export interface PlayOptions {
  readonly agent?: Partial<ChatOptions>
  readonly server?: ScriptedServerOptions
  readonly rollout?: RolloutOptions
  readonly verbosity?: number
}

/** Plays one episode of the shelf against a script. */
export async function playShelf(
  script: Script | readonly Scripted[],
  options: PlayOptions = {},
): Promise<Played> {
  const server = await openScriptedServer(script, options.server)
  onTestFinished(() => server.close())
  const { baseUrl } = server
  const agent = createChatAgent({ model: 'm', ...options.agent, baseUrl }, { apiKey: 'sk-test' })
  const { verbosity = 0 } = options
  await using env = await make(shelf, { options: { verbosity } })
  const trajectory = await rollout(env, agent as Agent<string, never>, {
    clock: createManualClock(),
    ...options.rollout,
  })
  return { trajectory, server, agent }
}
