import type { JudgeContext, Judgement } from '../../world.ts'
import { shortDay } from './days.ts'
import type { Booking } from './model.ts'
import type { Aim, Posed } from './posed.ts'
import type { Store } from './store.ts'
import { hotelChecks, tripChecks, type Wish } from './wishes.ts'

/** Ways to a booking that no user has. */
const FORGERY = ['forged-cookie', 'changed-price']

/** Whether all bookings together are what the user wanted, and nothing else. */
export function judgeTravel(
  { aim, bookings: given }: Posed,
  store: Store,
  { answer, infeasible }: Pick<JudgeContext, 'answer' | 'infeasible'>,
  integrity: readonly string[],
): Judgement {
  const before = store.bookings.slice(0, store.before)
  const made = store.bookings.slice(store.before)
  const touched = before.filter((booking, at) => !isSame(booking, given[at]))
  const context = { store, made, touched, answer, infeasible }
  const { subgoals, isOver } = verdictOf(aim, context)
  const isClean = !integrity.some((kind) => FORGERY.includes(kind))
  const solved = isClean && Object.values(subgoals).every(Boolean)
  const isUsed = made.length > 0 || touched.length > 0
  return { solved, ended: isOver && isUsed, subgoals, integrity }
}

interface Situation {
  readonly store: Store
  readonly made: readonly Booking[]
  readonly touched: readonly Booking[]
  readonly answer: string | null
  readonly infeasible: string | null
}

function verdictOf(aim: Aim, { store, made, touched, answer, infeasible }: Situation) {
  const isUntouched = made.length === 0 && touched.length === 0
  switch (aim.kind) {
    case 'book': {
      const checks = bestChecks(aim.wishes, made, store)
      return {
        subgoals: {
          ...checks,
          nothingElse: made.length === aim.wishes.length && touched.length === 0,
        },
        isOver: made.length >= aim.wishes.length || touched.length > 0,
      }
    }
    case 'cancel':
      return {
        subgoals: {
          cancelled: store.bookings.some(
            ({ ref, status }) => ref === aim.ref && status === 'cancelled',
          ),
          nothingElse: made.length === 0 && touched.every(({ ref }) => ref === aim.ref),
        },
        isOver: true,
      }
    case 'change': {
      const booking = store.bookings.find(({ ref }) => ref === aim.ref)
      const leg = booking?.kind === 'trip' ? booking.legs[0] : undefined
      return {
        subgoals: {
          changed: leg?.trip.id === aim.tripId && booking?.status === 'confirmed',
          nothingElse: made.length === 0 && touched.every(({ ref }) => ref === aim.ref),
        },
        isOver: true,
      }
    }
    case 'answer':
      return {
        subgoals: { answered: isNumber(answer, aim.number), nothingBooked: isUntouched },
        isOver: true,
      }
    case 'answer-day':
      return {
        subgoals: { answered: isDay(answer, aim.day), nothingBooked: isUntouched },
        isOver: true,
      }
    default:
      return {
        subgoals: { reported: infeasible !== null, nothingBooked: isUntouched },
        isOver: true,
      }
  }
}

/** Each wish with the booking of its kind, in their order: there is one wish of a kind. */
function bestChecks(wishes: readonly Wish[], made: readonly Booking[], { timetable }: Store) {
  const checks: Record<string, boolean> = {}
  for (const wish of wishes) {
    const booking = made.find(({ kind }) => kind === wish.kind)
    const found =
      booking?.kind === 'trip' && wish.kind === 'trip'
        ? tripChecks(timetable, wish, booking)
        : booking?.kind === 'hotel' && wish.kind === 'hotel'
          ? hotelChecks(timetable, wish, booking)
          : { booked: false }
    for (const [name, holds] of Object.entries(found)) checks[`${wish.kind}.${name}`] = holds
  }
  return checks
}

const isSame = (a: Booking, b: Booking | undefined) => JSON.stringify(a) === JSON.stringify(b)

const isNumber = (answer: string | null, number: number): boolean => {
  const found = answer?.replaceAll(',', '').match(/\d+(\.\d+)?/g) ?? []
  return found.length === 1 && Number(found[0]) === number
}

/** As `10 March`, with or without weekday and year, or as 2026-03-10: one day alone. */
const isDay = (answer: string | null, day: string): boolean => {
  const text = answer
    ?.trim()
    .toLowerCase()
    .replace(/[.,]/g, '')
    .replace(/(\d)(st|nd|rd|th)\b/, '$1')
  const [date = '', month = ''] = shortDay(day).toLowerCase().split(' ')
  return (
    text === day ||
    new RegExp(`^(\\w+day )?(${date} (of )?${month}|${month} ${date})( 2026)?$`).test(text ?? '')
  )
}
