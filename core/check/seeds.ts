import { type Agent, decide } from '../agent.ts'
import { hashJson } from '../hash.ts'
import type { Trajectory } from '../trajectory.ts'
import type { Subject } from './subject.ts'

const random: Agent<unknown, unknown> = {
  name: 'random',
  begin: async ({ rng, actionSpace }) => ({ act: async () => decide(actionSpace.sample(rng)) }),
}

/** Random actions give equal transcripts on two fresh envs and on a used one. */
export async function checkSeeds({ id, seeds, open, play }: Subject): Promise<string> {
  for (const seed of seeds) {
    const first = transcriptOf(await play(random, seed))
    const second = transcriptOf(await play(random, seed))
    if (first !== second) throw new Error(`two runs of seed ${seed} differ`)
    await using used = await open()
    await play(random, seed + 1, used)
    const third = transcriptOf(await play(random, seed, used))
    if (first !== third) {
      throw new Error(
        `seed ${seed} differs on a used env: reset() of ${id} leaves something behind`,
      )
    }
  }
  return `${seeds.length} seeds: same seed and actions, same transcript, on fresh and used envs`
}

function transcriptOf(trajectory: Trajectory): string {
  const { initial, turns, finalInfo, artifacts, outcome } = trajectory
  if (outcome.status === 'failed') throw new Error(`the episode failed: ${outcome.error.message}`)
  const lasting = turns.map(({ durationMs: _, ...turn }) => turn)
  return hashJson([initial, lasting, finalInfo ?? null, artifacts, outcome])
}
