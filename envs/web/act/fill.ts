import { attempt, named } from './attempt.ts'
import { Blocked, listed, quoted } from './blocked.ts'
import type { PageElement } from './dom.ts'
import type { Facts } from './inspect.ts'
import type { Handler } from './target.ts'

/** Fields that a browser empties when they are given anything else. */
const formats: Readonly<Record<string, string>> = {
  date: 'a date such as 2026-03-31',
  time: 'a time such as 14:30',
  'datetime-local': 'date and time such as 2026-03-31T14:30',
  month: 'a month such as 2026-03',
  week: 'a week such as 2026-W14',
  color: 'a colour such as #ff8800',
  range: 'a number',
}

/** Replaces what a field holds. */
export const fill: Handler<'fill'> = (context, { ref, text }) =>
  attempt(
    context,
    ref,
    async ({ locator, label }, timeout) => {
      await locator.fill(text, { timeout })
      const kept = await locator.evaluate(held, undefined, { timeout }).catch(() => null)
      const format = kept && formats[kept.type]
      if (!format || kept.value === text.trim().toLowerCase()) return
      if (kept.type === 'range' && Number.isFinite(Number.parseFloat(text))) {
        throw new Blocked(`${label} does not go to ${quoted(text)}: it is at ${kept.value} now.`)
      }
      if (text !== '' && (kept.value === '' || kept.type === 'color')) {
        throw new Blocked(`${label} takes ${format}, not ${quoted(text)}.`)
      }
    },
    { writes: true, words },
  )

/** Runs in the page. */
const held = ({ type, value }: PageElement) => ({ type: type ?? '', value: value ?? '' })

function words(text: string, label: string, facts: Facts): string | null {
  if (facts.tag === 'select') {
    return `${label} is a select: use select with one of ${listed(facts.options)}.`
  }
  if (text.includes('input[type=number]')) return `${label} takes a number.`
  if (!/cannot be filled|is not an <input>/.test(text)) return null
  const use: Readonly<Record<string, string>> = {
    ...{ checkbox: 'check or uncheck', radio: 'check', file: 'upload' },
    ...{ button: 'click', submit: 'click', image: 'click', reset: 'click' },
  }
  const instead = use[facts.type]
  return `${label} takes no text, it is ${named(facts)}${instead ? `: use ${instead}` : ''}.`
}
