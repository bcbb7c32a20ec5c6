import { clickOn } from './fields.ts'
import { type Goal, wordsOf } from './goal.ts'
import type { Item } from './page-text.ts'
import type { Proposal } from './proposal.ts'

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september'],
  ...['october', 'november', 'december'],
]

/** In an open calendar: the month of the goal, then its day. */
export function dateSteps(items: readonly Item[], { text }: Goal): readonly Proposal[] {
  const wanted = dateIn(text)
  const shown = items
    .map(({ name, text }) => monthIn(`${name} ${text}`))
    .find((month) => month !== null)
  if (!wanted || shown === undefined || shown === null) return []
  const away = wanted.year * 12 + wanted.month - shown
  const turn = away > 0 ? /next|forward/i : /prev|back/i
  const pressed =
    away === 0
      ? items.filter(
          ({ name, role }) => /button|gridcell|link/.test(role) && name === String(wanted.day),
        )
      : items.filter(({ name, role }) => role === 'button' && turn.test(name))
  return pressed.slice(0, 1).flatMap((item) => clickOn(item, away !== 0))
}

function dateIn(text: string): { year: number; month: number; day: number } | null {
  const iso = /(\d{4})-(\d\d)-(\d\d)/.exec(text)
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]) - 1, day: Number(iso[3]) }
  const words = wordsOf(text)
  const at = words.findIndex((word) => MONTHS.includes(word))
  const numbers = [words[at - 1], words[at + 1], words[at + 2]].map(Number)
  const year = numbers.find((number) => number > 1000)
  const day = numbers.find((number) => number >= 1 && number <= 31)
  if (at < 0 || !year || !day) return null
  return { year, month: MONTHS.indexOf(words[at] ?? ''), day }
}

/** Months since year 0, of a heading as `March 2026`. */
function monthIn(text: string): number | null {
  const [month = '', year = '', ...others] = wordsOf(text)
  const at = MONTHS.indexOf(month)
  return at >= 0 && /^\d{4}$/.test(year) && others.length === 0 ? Number(year) * 12 + at : null
}
