import { type Env, make } from '../../core/index.ts'
import type { WebAction } from '../../envs/web/act/tools.ts'
import { micro } from '../../envs/web/micro/env.ts'
import type { Planned } from './plan.ts'

/** Plays episodes, so many at a time; gives the seconds that took. */
export interface Player {
  play(plan: readonly Planned[]): Promise<number>
  close(): Promise<void>
}

/** Through our env, as the oracle. */
export async function openOwn(contexts: number): Promise<Player> {
  const envs = await Promise.all(Array.from({ length: contexts }, () => make(micro)))
  return {
    play: (plan) => timed(plan, envs, playOne),
    async close() {
      await Promise.all(envs.map((env) => env.close()))
    },
  }
}

async function playOne(env: Env<unknown, WebAction>, { task, seed }: Planned): Promise<void> {
  await env.reset({ seed, task })
  const gold = env.runner?.gold?.()
  for (;;) {
    const action = (await gold?.()) as WebAction | null
    if (action === null) throw new Error(`The solution of ${task} has ended too early`)
    const { terminated, reward } = await env.step(action)
    if (!terminated) continue
    if (reward !== 1) throw new Error(`The solution of ${task} earned ${reward}`)
    return
  }
}

/** Each of `players` takes the next episode as soon as it is free. */
export async function timed<T>(
  plan: readonly Planned[],
  players: readonly T[],
  playOne: (player: T, episode: Planned) => Promise<void>,
): Promise<number> {
  const began = performance.now()
  const waiting = [...plan]
  await Promise.all(
    players.map(async (player) => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await playOne(player, next)
    }),
  )
  return (performance.now() - began) / 1000
}
