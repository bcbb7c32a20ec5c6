import type { Usage } from '../../core/index.ts'
import type { Completion } from './completion.ts'
import type { ChatSettings } from './options.ts'

type Prices = Pick<ChatSettings, 'pricePrompt' | 'priceCached' | 'priceCompletion'>
type Budgets = Pick<ChatSettings, 'budgetTokens' | 'budgetTurns' | 'budgetCost'>

/** What one request took; estimated where the server did not count. */
export function usageOf(
  { counted }: Completion,
  estimated: { readonly prompt: number; readonly completion: number },
  prices: Prices,
): Usage {
  const tokens = counted ?? { ...estimated, cached: 0 }
  const cost = costOf(tokens, prices)
  return {
    requests: 1,
    promptTokens: tokens.prompt,
    cachedTokens: tokens.cached,
    completionTokens: tokens.completion,
    ...(cost === null ? {} : { cost }),
    ...(counted ? {} : { estimated: true }),
  }
}

/** Why the episode is to end before another request is sent; null while every budget has something left. */
export function budgetReached(used: Usage, turns: number, budgets: Budgets): string | null {
  const { budgetTokens, budgetTurns, budgetCost } = budgets
  const tokens = used.promptTokens + used.completionTokens
  const { cost = 0 } = used
  if (budgetTurns !== undefined && turns >= budgetTurns) {
    return `the budget of ${budgetTurns} turns is used up`
  }
  if (budgetTokens !== undefined && tokens >= budgetTokens) {
    return `the budget of ${budgetTokens} tokens is used up (${tokens})`
  }
  if (budgetCost !== undefined && cost >= budgetCost) {
    return `the budget of ${budgetCost} is used up (${Number(cost.toPrecision(6))})`
  }
  return null
}

const MILLION = 1_000_000

function costOf(
  tokens: { readonly prompt: number; readonly cached: number; readonly completion: number },
  { pricePrompt, priceCached = pricePrompt, priceCompletion }: Prices,
): number | null {
  if (pricePrompt === undefined || priceCached === undefined || priceCompletion === undefined)
    return null
  const cached = Math.min(tokens.cached, tokens.prompt)
  const sum =
    (tokens.prompt - cached) * pricePrompt +
    cached * priceCached +
    tokens.completion * priceCompletion
  return sum / MILLION
}
