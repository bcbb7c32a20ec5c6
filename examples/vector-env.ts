/** Eight games in lockstep, for tensor-style loops; ended ones start again on their next step. */
import { make, makeVector } from 'palaestra'
import { guessNumber } from 'palaestra/envs/text/guess-number'

await using games = await makeVector(() => make(guessNumber), { numEnvs: 8 })
await games.reset({ seed: 1 })
let total = 0
let episodes = 0
for (let step = 0; step < 100; step++) {
  const { rewards, terminated, truncated } = await games.step(
    games.envs.map((_, index) => String(1 + ((step * 7 + index) % 20))),
  )
  total += rewards.reduce((sum, reward) => sum + reward, 0)
  episodes += terminated.filter((ended, index) => ended || truncated[index]).length
}
console.log(`${episodes} episodes, mean reward ${(total / episodes).toFixed(2)}`)
