import type { SnapshotEnv } from '../env.ts'
import { hashJson } from '../hash.ts'
import { rngFor } from './subject.ts'

const AHEAD = 8

/** A restored env and a fork continue like the original, from the start and from the middle of an episode. */
export async function checkSnapshot(env: SnapshotEnv<unknown, unknown>): Promise<string> {
  const rng = rngFor('snapshot')
  for (const before of [0, 3]) {
    await env.reset({ seed: 0 })
    const lead = await follow(
      env,
      Array.from({ length: before }, () => env.actionSpace.sample(rng)),
    )
    if (lead.ended) break
    await checkHere(
      env,
      Array.from({ length: AHEAD }, () => env.actionSpace.sample(rng)),
    )
  }
  return 'restore() and fork() continue identically, also through JSON'
}

async function checkHere(
  env: SnapshotEnv<unknown, unknown>,
  actions: readonly unknown[],
): Promise<void> {
  const saved = JSON.stringify(await env.snapshot())
  const hash = await env.stateHash()
  await using fork = await env.fork()
  const original = await follow(env, actions)
  const forked = await follow(fork, actions)
  await env.restore(JSON.parse(saved))
  if ((await env.stateHash()) !== hash) {
    throw new Error('restore() does not bring the state hash back')
  }
  const restored = await follow(env, actions)
  if (original.transcript !== restored.transcript) {
    throw new Error('after restore() the same actions give another transcript')
  }
  if (original.transcript !== forked.transcript) {
    throw new Error('a fork gives another transcript for the same actions')
  }
}

async function follow(env: SnapshotEnv<unknown, unknown>, actions: readonly unknown[]) {
  const seen: unknown[] = []
  let ended = false
  for (const action of actions) {
    const step = await env.step(action)
    seen.push([hashJson(step), await env.stateHash()])
    ended = step.terminated || step.truncated
    if (ended) break
  }
  return { transcript: hashJson(seen), ended }
}
