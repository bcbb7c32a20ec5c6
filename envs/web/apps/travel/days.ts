import { WEB_NOW } from '../../world.ts'
import type { Day, PartOfDay } from './model.ts'

const DAY_MS = 86_400_000

export const TODAY: Day = dayOf(WEB_NOW)
/** Days after today that can be booked. */
export const HORIZON = 90

export function dayOf(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10)
}

export const addDays = (day: Day, days: number): Day => dayOf(Date.parse(day) + days * DAY_MS)
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/** A day from today on that can be booked. */
export const isBookable = (day: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) &&
  !Number.isNaN(Date.parse(day)) &&
  daysBetween(TODAY, day) >= 0 &&
  daysBetween(TODAY, day) <= HORIZON

/** As `Tuesday, 10 March 2026`. */
export const longDay = (day: Day): string =>
  new Date(Date.parse(day))
    .toLocaleDateString('en-GB', { dateStyle: 'full', timeZone: 'UTC' })
    .replace(/^(\w+) /, '$1, ')
    .replace(',,', ',')

/** As `10 March`. */
export const shortDay = (day: Day): string =>
  new Date(Date.parse(day)).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'long', timeZone: 'UTC' },
  })

/** As `09:05`; past midnight `01:20 (+1)`. */
export function clockTime(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const ofDay = minutes % 1440
  return `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}${minutes >= 1440 ? ' (+1)' : ''}`
}

export const partOfDay = (minutes: number): PartOfDay =>
  minutes < 720 ? 'morning' : minutes < 1020 ? 'afternoon' : 'evening'
