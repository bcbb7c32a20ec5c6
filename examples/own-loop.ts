/** Gymnasium's loop, with final rewards at the end: `finalizeEpisode` is what `rollout` calls for you. */
import { make } from 'palaestra'
import { guessNumber } from 'palaestra/envs/text/guess-number'

await using env = await make(guessNumber, { reward: 'dense', options: { range: 100 } })
let { observation } = await env.reset({ seed: 1 })
console.log(observation)
let [low, high] = [1, 100]
for (let ended = false; !ended; ) {
  const guess = Math.floor((low + high) / 2)
  const step = await env.step(String(guess))
  observation = step.observation
  console.log(guess, observation, step.rewards)
  if (observation === 'Higher.') low = guess + 1
  if (observation === 'Lower.') high = guess - 1
  ended = step.terminated || step.truncated
}
