import { defineLake } from '../frozen-lake/lake.ts'
import { policyOf } from './policy.ts'

/** The frozen lake with ice that carries a player aside two steps out of three. */
export const slipperyLake = defineLake({
  id: 'text/SlipperyLake-v0',
  description: 'Cross a slippery lake to the goal; two steps out of three go aside.',
  slippery: true,
  maxEpisodeSteps: 200,
  best: ({ map, size, at }) => policyOf(map, size)[at] ?? 0,
  expect: {
    gold: { none: 'the ice may carry any player into a hole, or hold it up until the steps end' },
  },
})
