import { datesIn } from './values.ts'

/** Years, both included. */
interface Period {
  readonly from: number
  readonly to: number
}

const LIMIT =
  /\b(?:(?<side>before|until|till|by|up to|after|since|from|between|in|and|to)\s+(?:the\s+)?(?:year\s+)?)?(?<year>\d{3,4})(?<decade>s\b)?(?<open>\s+(?:or|and)\s+(?:later|after|earlier|before)\b|\s+onwards?\b)?/giu

/** The time that a question limits itself to; null where it names none. */
export function periodIn(question: string): Period | null {
  let period: Period = { from: 0, to: Infinity }
  let isLimited = false
  for (const { groups = {} } of question.matchAll(LIMIT)) {
    const { side = '', year: digits, decade, open = '' } = groups
    const year = Number(digits)
    const last = decade === undefined ? year : year + 9
    const bounds = boundsOf(side.toLowerCase(), open, year, last)
    if (bounds === null) continue
    isLimited = true
    period = {
      from: Math.max(period.from, bounds.from),
      to: Math.min(period.to, bounds.to),
    }
  }
  return isLimited ? period : null
}

function boundsOf(side: string, open: string, year: number, last: number): Period | null {
  if (/later|after|onward/.test(open)) return { from: year, to: Infinity }
  if (/earlier|before/.test(open)) return { from: 0, to: last }
  if (/^(?:after)$/.test(side)) return { from: last + 1, to: Infinity }
  if (/^(?:since|from|between)$/.test(side)) return { from: year, to: Infinity }
  if (side === 'before') return { from: 0, to: year - 1 }
  if (/^(?:until|till|by|up to|and|to)$/.test(side)) return { from: 0, to: last }
  return side === 'in' ? { from: year, to: last } : null
}

/** Whether a date of a text lies in a period. */
export const isWithin = (text: string, { from, to }: Period): boolean =>
  datesIn(text).some(({ value }) => {
    const year = Math.floor(value / 10_000)
    return year >= from && year <= to
  })

/** Whether the first date of a text is of the time that a question limits itself to. */
export function isInTime(text: string, question: string): boolean {
  const period = periodIn(question)
  const [first] = datesIn(text)
  return period === null || (first !== undefined && isWithin(first.text, period))
}
