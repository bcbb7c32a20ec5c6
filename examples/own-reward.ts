/** A reward of your own: a composition over the signals an env reports, checked by the compiler. */
import { make, rollout } from 'palaestra'
import { agents } from 'palaestra/agents'
import { guessNumber } from 'palaestra/envs/text/guess-number'
import { clip, custom, gated, progress, solved, weighted } from 'palaestra/rewards'

const brisk = custom('brisk', ({ signals }: { signals: { tries: number } }) => 1 / signals.tries)
const reward = gated(
  solved(),
  weighted({ progress: [0.5, progress()], brisk: [0.1, clip(brisk, { max: 0.5 })] }),
  { threshold: 1 },
)

await using env = await make(guessNumber, { reward })
for (const name of ['oracle', 'random']) {
  const agent = await agents[name]?.()
  if (!agent) continue
  const { outcome, turns } = await rollout(env, agent, { seed: 3 })
  if (outcome.status === 'failed') console.log(name, 'unscored:', outcome.error.class)
  else console.log(name, `${turns.length} turns`, outcome.reward, outcome.parts)
}
