/** Eight games over two worker threads: the loop is that of one thread, for envs whose steps are dear. */
import { makeWorkerVector } from 'palaestra'
import type { guessNumber } from 'palaestra/envs/text/guess-number'

await using games = await makeWorkerVector<typeof guessNumber>({
  env: { module: 'palaestra/envs/text/guess-number', name: 'guessNumber' },
  numEnvs: 8,
  workers: 2,
})
await games.reset({ seed: 1 })
let total = 0
let episodes = 0
for (let step = 0; step < 100; step++) {
  const actions = Array.from({ length: games.numEnvs }, (_, i) => String(1 + ((step * 7 + i) % 20)))
  const { rewards, terminated, truncated } = await games.step(actions)
  total += rewards.reduce((sum, reward) => sum + reward, 0)
  episodes += terminated.filter((ended, index) => ended || truncated[index]).length
}
console.log(`${episodes} episodes, mean reward ${(total / episodes).toFixed(2)}`)
