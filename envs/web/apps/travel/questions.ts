import type { Rng } from '../../../../core/index.ts'
import { addDays, daysBetween, HORIZON, longDay, shortDay, TODAY } from './days.ts'
import { drawBookings } from './draw-bookings.ts'
import type { TripBooking } from './model.ts'
import { cityOf, hasRail, PLACES } from './places.ts'
import { cancelFee } from './prices.ts'
import type { Draw, Drawn } from './templates.ts'
import { FARES, type Timetable } from './timetable.ts'

export type QuestionKind =
  | 'cancel'
  | 'change'
  | 'cancel-fee'
  | 'cheapest-price'
  | 'cheapest-day'
  | 'no-train'
  | 'under-budget'
  | 'no-refund'

/** Tasks about bookings and prices: nothing of them is hidden. */
export function drawQuestion(kind: QuestionKind, draw: Draw): Drawn | null {
  const drawn = DRAWS[kind](draw)
  return drawn && { hidden: [], wishes: [], ...drawn }
}

type Question = Pick<Drawn, 'goal' | 'aim' | 'bookings'>

const DRAWS: Readonly<Record<QuestionKind, (draw: Draw) => Question | null>> = {
  cancel({ rng, timetable, user }) {
    const bookings = drawBookings(rng, timetable, user)
    const booking = rng.pick(bookings)
    return {
      goal: `Cancel my flight to ${destinationOf(booking)}, whatever that costs. I keep my other bookings.`,
      ...{ aim: { kind: 'cancel', ref: booking.ref }, bookings },
    }
  },
  change({ rng, timetable, user }) {
    const bookings = drawBookings(rng, timetable, user, () => rng.pick(FARES.flight.slice(1)))
    const booking = rng.pick(bookings)
    const trip = booking.legs[0]?.trip
    if (!trip) return null
    const day = addDays(trip.day, rng.int(2, 9))
    const [best] = sorted(timetable, trip.from, trip.to, day)
    if (!best || daysBetween(TODAY, day) > HORIZON) return null
    return {
      goal: `Change my flight to ${cityOf(trip.to)} to ${longDay(day)}. Take the cheapest flight of that day; the fare stays the same.`,
      ...{ aim: { kind: 'change', ref: booking.ref, tripId: best.id }, bookings },
    }
  },
  'cancel-fee'({ rng, timetable, user }) {
    const bookings = drawBookings(rng, timetable, user, () => rng.pick(FARES.flight.slice(1)))
    const booking = rng.pick(bookings)
    const number = booking.total - (cancelFee(booking) ?? 0)
    return {
      goal: `How many euros do I get back if I cancel my flight to ${destinationOf(booking)}? Do not cancel it: answer with the number.`,
      ...{ aim: { kind: 'answer', number: Math.max(0, number) }, bookings },
    }
  },
  'cheapest-price'({ rng, timetable, user }) {
    const { from, to, day } = drawRoute(rng)
    const [best] = sorted(timetable, from, to, day).filter(({ via }) => via.length === 0)
    if (!best || best.id === sorted(timetable, from, to, day)[0]?.id) return null
    return {
      goal: `How many euros is the cheapest direct one-way flight from ${cityOf(from)} to ${cityOf(to)} on ${longDay(day)} for one adult? Answer with the number, book nothing.`,
      aim: { kind: 'answer', number: best.price },
      bookings: drawBookings(rng, timetable, user),
    }
  },
  'cheapest-day'({ rng, timetable, user }) {
    const { from, to, day } = drawRoute(rng)
    const days = [0, 1, 2].map((after) => addDays(day, after))
    const prices = days.map((each) => sorted(timetable, from, to, each)[0]?.price ?? 0)
    const least = Math.min(...prices)
    if (prices.filter((price) => price === least).length > 1) return null
    return {
      goal: `On which day is the cheapest one-way flight from ${cityOf(from)} to ${cityOf(to)}: ${days.map(longDay).join('; ')}? Answer with the day alone, as "${shortDay(TODAY)}", and book nothing.`,
      aim: { kind: 'answer-day', day: days[prices.indexOf(least)] ?? '' },
      bookings: drawBookings(rng, timetable, user),
    }
  },
  'no-train'({ rng, timetable, user }) {
    const { from, to, day } = drawRoute(rng)
    if (hasRail(from, to)) return null
    return infeasible(
      `Book a train, not a flight, from ${cityOf(from)} to ${cityOf(to)} on ${longDay(day)} for me. If there is none, report that it cannot be done.`,
      drawBookings(rng, timetable, user),
    )
  },
  'under-budget'({ rng, timetable, user }) {
    const { from, to, day } = drawRoute(rng)
    const [best] = sorted(timetable, from, to, day).filter(({ via }) => via.length === 0)
    if (!best) return null
    return infeasible(
      `Book a direct one-way flight from ${cityOf(from)} to ${cityOf(to)} on ${longDay(day)} for me, for at most €${best.price - rng.int(1, 12)}. If that cannot be had, report it.`,
      drawBookings(rng, timetable, user),
    )
  },
  'no-refund'({ rng, timetable, user }) {
    const [light] = FARES.flight
    const bookings = drawBookings(rng, timetable, user, () => light)
    return infeasible(
      `Cancel my flight to ${destinationOf(rng.pick(bookings))}, but only if I get some money back. If I do not, leave it and report that it cannot be done.`,
      bookings,
    )
  },
}

const infeasible = (goal: string, bookings: Drawn['bookings']): Question => ({
  ...{ goal, aim: { kind: 'infeasible' }, bookings },
})

const destinationOf = ({ legs }: TripBooking) => cityOf(legs[0]?.trip.to ?? '')

function drawRoute(rng: Rng) {
  const [from = '', to = ''] = rng.shuffle(PLACES.map(({ code }) => code))
  return { from, to, day: addDays(TODAY, rng.int(5, 40)) }
}

const sorted = (timetable: Timetable, from: string, to: string, day: string) =>
  timetable.trips('flight', from, to, day).toSorted((a, b) => a.price - b.price)
