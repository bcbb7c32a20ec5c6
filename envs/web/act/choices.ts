import { attempt, named } from './attempt.ts'
import { Blocked } from './blocked.ts'
import type { Facts } from './inspect.ts'
import { inspect } from './inspect.ts'
import type { Handlers } from './target.ts'

/** Selects, checkboxes and radio buttons. */
export const choices: Handlers<'select' | 'check' | 'uncheck'> = {
  select: (context, { ref, options }) =>
    attempt(
      context,
      ref,
      async ({ locator, label }, timeout) => {
        // Playwright takes the first that fits and leaves the others out.
        if (options.length > 1) {
          const { tag, isMultiple } = await locator.evaluate(inspect, undefined, { timeout })
          if (tag === 'select' && !isMultiple) throw new Blocked(`${label} takes one option only.`)
        }
        await locator.selectOption([...options], { timeout })
      },
      { options },
    ),
  check: (context, { ref }) =>
    attempt(context, ref, ({ locator }, timeout) => locator.check({ timeout }), { words }),
  uncheck: (context, { ref }) =>
    attempt(context, ref, ({ locator }, timeout) => locator.uncheck({ timeout }), { words }),
}

function words(text: string, label: string, facts: Facts): string | null {
  if (text.startsWith('Not a checkbox')) {
    return `${label} is no checkbox and no radio button but ${named(facts)}.`
  }
  if (text.startsWith('Cannot uncheck radio')) {
    return `${label} cannot be unchecked: check another radio button of its group.`
  }
  if (text.includes('did not change its state')) {
    return `${label} was clicked, and is as it was before.`
  }
  return null
}
