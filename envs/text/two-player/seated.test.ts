import { getEventListeners } from 'node:events'
import { setImmediate as turnOfLoop } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Agent, decide } from '../../../core/index.ts'
import { playNim } from '../nim/env.ts'
import { earned, perfect, thinking } from './players.suite.ts'

type Player = Agent<string, string>
const never = () => new Promise<never>(() => {})
const away = async (): Promise<never> => {
  throw new Error('server away')
}

/** Time of deadlines that passes only when a player spends it: no pause of the machine counts. */
function ownTime() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
}

async function spend(ms: number): Promise<void> {
  // Whoever else has something to do has begun by then.
  await turnOfLoop()
  vi.advanceTimersByTime(ms)
}

/** Takes a stone where one is left, once it has said what is none four times. */
const slow: Player = {
  name: 'slow',
  async begin() {
    let said = 0
    return {
      async act(shown) {
        await spend(500)
        return decide(said++ < 4 ? 'pass' : `${/([A-J]) [1-9]/.exec(shown)?.[1]} 1`)
      },
    }
  },
}

test('keeps no player to a limit while the other one thinks', async () => {
  ownTime()
  const deadlines = { setupMs: 2000, turnMs: 2000 }
  for (const agents of [[slow, perfect] as const, [perfect, slow] as const]) {
    const match = await playNim({ piles: [1, 1], agents, seed: 0, deadlines, maxEpisodeSteps: 8 })

    expect(match.map(earned)).toEqual([0, 1])
    expect(match[agents.indexOf(slow)]?.turns).toHaveLength(5)
  }
})

test('does not count the first move of one player as the setup of the other', async () => {
  ownTime()
  const hesitant = thinking('hesitant', async () => {
    await spend(200)
    return decide('A 1')
  })
  const deadlines = { setupMs: 100, turnMs: 10_000 }
  const match = await playNim({ piles: [1, 1], agents: [hesitant, perfect], seed: 0, deadlines })

  expect(match.map(earned)).toEqual([0, 1])
})

const hanging: Player = { name: 'hanging', begin: never }
const silent = thinking('silent', never)
test.each([
  { phase: 'setup', other: hanging, limits: { setupMs: 50 } },
  { phase: 'turn', other: silent, limits: { turnMs: 50 } },
])('keeps a player to its own limits: $phase', async ({ other, phase, limits }) => {
  const agents = [perfect, other] as const
  const [waited, failed] = await playNim({
    piles: [3, 4],
    agents,
    seed: 0,
    deadlines: { setupMs: 10_000, turnMs: 10_000, ...limits },
  })

  expect(failed.outcome).toMatchObject({
    status: 'failed',
    phase,
    error: { class: 'DeadlineError', message: expect.stringContaining('50 ms have passed') },
  })
  expect(waited.outcome).toMatchObject({ status: 'failed', phase: 'turn' })
})

const refusing: Player = { name: 'failing in begin', begin: away }
const failing = thinking('failing in act', away)
const startled: Player = {
  name: 'failing in observe',
  begin: async () => ({
    act: async () => decide('A 1'),
    observe() {
      throw new Error('server away')
    },
  }),
}
test.each([refusing, failing, startled])(
  'scores neither player where one of them fails: $name',
  async (broken) => {
    for (const agents of [[perfect, broken] as const, [broken, perfect] as const]) {
      const match = await playNim({ piles: [3, 4], agents, seed: 0 })
      const at = agents.indexOf(broken)

      expect(match[at]?.outcome).toMatchObject({
        status: 'failed',
        error: { class: 'AgentError', message: 'server away' },
      })
      expect(match[1 - at]?.outcome).toMatchObject({
        status: 'failed',
        error: { class: 'EnvError', message: expect.stringMatching(/other player failed: server/) },
      })
    }
  },
)

test('scores both where one fails, or hangs, once its episode is over', async () => {
  for (const end of [away, never]) {
    const ending: Player = {
      name: 'ending',
      async begin(context) {
        return { ...(await perfect.begin(context)), end }
      },
    }
    const agents = [ending, ending] as const
    const match = await playNim({ piles: [1, 2], agents, seed: 0, deadlines: { turnMs: 1000 } })

    expect(match.map(earned)).toEqual([1, 0])
  }
})

test('tells who waits of a failure before the player that failed has come to its end', async () => {
  let isTold = () => {}
  const told = new Promise<void>((resolve) => {
    isTold = resolve
  })
  const watching: Player = {
    name: 'watching',
    begin: async (context) => ({ ...(await perfect.begin(context)), end: async () => isTold() }),
  }
  const broken: Player = { name: 'broken', begin: async () => ({ act: away, end: () => told }) }
  const match = await playNim({ piles: [3, 4], agents: [watching, broken], seed: 0 })

  expect(match.map(({ outcome }) => outcome.status)).toEqual(['failed', 'failed'])
})

test.each(['before', 'begin', 'act', 'play'] as const)(
  'ends for both when it is given up, and leaves nothing behind: %s',
  async (moment) => {
    const controller = new AbortController()
    const enough = new Error('enough')
    const giveUp = () => controller.abort(enough)
    const quitting: Player = {
      name: 'quitting',
      async begin() {
        if (moment === 'begin') giveUp()
        if (moment === 'begin') return never()
        return {
          async act() {
            giveUp()
            return moment === 'act' ? never() : decide('A 1')
          },
        }
      },
    }
    if (moment === 'before') giveUp()
    for (const agents of [[quitting, perfect] as const, [perfect, quitting] as const]) {
      const play = playNim({ piles: [3, 4], agents, seed: 0, signal: controller.signal })
      await expect(play).rejects.toBe(enough)
      expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    }
  },
)

test('leaves no listener on the signal of a match that was played to its end', async () => {
  const { signal } = new AbortController()
  await playNim({ piles: [3, 4, 5], agents: [perfect, perfect], seed: 0, signal })

  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('ends for both where what a player needs is not there', async () => {
  const unable: Player = {
    name: 'unable',
    async begin() {
      throw Object.assign(new Error('Cannot begin: no key'), { name: 'ConfigError' })
    },
  }
  for (const agents of [[perfect, unable] as const, [unable, perfect] as const]) {
    await expect(playNim({ piles: [3, 4], agents, seed: 0 })).rejects.toThrow('no key')
  }
})
