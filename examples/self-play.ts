/** One agent plays Nim against itself: a trajectory for each player, with what it saw, did and earned. */
import { type Agent, decide } from 'palaestra'
import { playNim } from 'palaestra/envs/text/nim'

/** Takes one stone from the largest pile. */
const careful: Agent<string, string> = {
  name: 'careful',
  begin: async () => ({
    async act(observation) {
      const piles = [...observation.matchAll(/([A-J]) (\d+)[,.]/g)]
      const [largest] = piles.toSorted((a, b) => Number(b[2]) - Number(a[2]))
      return decide(`${largest?.[1] ?? 'A'} 1`)
    },
  }),
}

const match = await playNim({
  piles: [3, 2, 2],
  agents: [careful, careful],
  seed: 1,
  reward: 'zeroSum',
})
for (const { initial, turns, outcome } of match) {
  const reward = outcome.status === 'completed' ? outcome.reward : outcome.error
  console.log(`seat ${initial.info['seat']}: ${turns.length} moves, ${JSON.stringify(reward)}`)
}
