import { expect, test } from 'vitest'
import { sumUsage } from '../../core/index.ts'
import type { Completion } from './completion.ts'
import { budgetReached, usageOf } from './usage.ts'

const counting = (prompt: number, cached: number, completion: number) =>
  ({ counted: { prompt, cached, completion } }) as Completion
const estimate = { prompt: 10, completion: 2 }
const prices = { pricePrompt: 2, priceCached: 0.5, priceCompletion: 10 }

test('what is cached has its own price', () => {
  const usage = usageOf(counting(1_000_000, 400_000, 100_000), estimate, prices)

  expect(usage.cost).toBeCloseTo(0.6 * 2 + 0.4 * 0.5 + 0.1 * 10)
})

test('without a price for what is cached it costs what prompts do, and without prices nothing is told', () => {
  const { priceCached: _, ...two } = prices

  expect(usageOf(counting(1_000_000, 500_000, 0), estimate, two).cost).toBe(2)
  expect(usageOf(counting(1, 0, 1), estimate, {})).not.toHaveProperty('cost')
})

test('what the server did not count is estimated, and the sum says so', () => {
  const counted = usageOf(counting(5, 1, 1), estimate, prices)
  const guessed = usageOf({ counted: null } as Completion, estimate, prices)

  const sum = sumUsage([counted, guessed])

  expect(sum).toMatchObject({ requests: 2, promptTokens: 15, cachedTokens: 1, completionTokens: 3 })
  expect(counted).not.toHaveProperty('estimated')
  expect(sum.estimated).toBe(true)
})

test('a budget is reached when nothing of it is left', () => {
  const used = sumUsage([usageOf(counting(900, 0, 99), estimate, prices)])

  expect(budgetReached(used, 3, { budgetTokens: 1000, budgetTurns: 4, budgetCost: 1 })).toBeNull()
  expect(budgetReached(used, 3, { budgetTokens: 999 })).toBe(
    'the budget of 999 tokens is used up (999)',
  )
  expect(budgetReached(used, 4, { budgetTurns: 4 })).toBe('the budget of 4 turns is used up')
  expect(budgetReached(used, 0, { budgetCost: 0.002 })).toBe(
    'the budget of 0.002 is used up (0.00279)',
  )
})
