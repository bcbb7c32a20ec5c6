import type { Rng } from '../../../../core/index.ts'
import { refOf } from './draw-bookings.ts'
import type { Booking, Day, Fare, Hotel, Leg, Mode, Passenger, Trip } from './model.ts'
import type { Posed } from './posed.ts'
import { cancelFee, changeFee, hotelTotal, legPrice, legsTotal, seatRows } from './prices.ts'
import { createTimetable, type Timetable } from './timetable.ts'

/** What was searched for: places and days of one trip, and who travels. */
export interface TripSearch {
  readonly mode: Mode
  readonly legs: readonly { readonly from: string; readonly to: string; readonly day: Day }[]
  readonly adults: number
  readonly children: number
}

/** A booking that is not paid yet: of a visitor, never of the store. */
export type Draft =
  | {
      readonly kind: 'trip'
      readonly search: TripSearch
      readonly legs: Leg[]
      /** Chosen, its fare not yet. */
      trip: Trip | null
      passengers: readonly Passenger[]
      meal: string
      loyalty: string
      /** Seats were asked for so many times, a leg and a passenger each. */
      seated: number
    }
  | {
      readonly kind: 'hotel'
      readonly hotel: Hotel
      readonly checkIn: Day
      readonly checkOut: Day
      readonly guests: number
      guest: string
    }

/** What the server knows, and all that success is judged by. */
export interface Store {
  readonly timetable: Timetable
  readonly bookings: readonly Booking[]
  /** Of those the episode began with. */
  readonly before: number
  total(draft: Draft): number
  pay(draft: Draft, card: string): Booking
  cancel(booking: Booking): void
  /** Euros that another day costs; null: that is not allowed. */
  changeCost(booking: Booking, trip: Trip): number | null
  change(booking: Booking, trip: Trip): void
}

export function createStore(posed: Posed, rng: Rng): Store {
  const timetable = createTimetable(posed.seed)
  const bookings: Booking[] = structuredClone([...posed.bookings])

  const total = (draft: Draft) =>
    draft.kind === 'trip'
      ? legsTotal(draft.legs, draft.passengers)
      : hotelTotal(draft.hotel, draft.checkIn, draft.checkOut, draft.guests)
  const changeCost = (booking: Booking, trip: Trip): number | null => {
    const [leg] = booking.kind === 'trip' ? booking.legs : []
    const fee = booking.kind === 'trip' ? changeFee(booking) : null
    if (booking.kind !== 'trip' || fee === null || !leg || booking.legs.length > 1) return null
    const isSameRoute = leg.trip.from === trip.from && leg.trip.to === trip.to
    if (!isSameRoute || leg.trip.mode !== trip.mode || booking.status !== 'confirmed') return null
    const price = ({ trip: each, fare }: { trip: Trip; fare: Fare }) =>
      legPrice(each, fare, booking.passengers)
    return fee + Math.max(0, price({ trip, fare: leg.fare }) - price(leg))
  }

  return {
    ...{ timetable, bookings, before: bookings.length, total, changeCost },
    pay(draft, card) {
      const common = { ref: refOf(rng), card, total: total(draft), fees: 0 }
      const { kind, ...kept } = draft
      const booking: Booking =
        kind === 'trip'
          ? tripBooking(draft as Extract<Draft, { kind: 'trip' }>, common)
          : {
              ...(kept as Omit<Extract<Draft, { kind: 'hotel' }>, 'kind'>),
              ...common,
              kind,
              status: 'confirmed',
            }
      bookings.push(booking)
      return booking
    },
    cancel(booking) {
      booking.fees += cancelFee(booking) ?? booking.total
      booking.status = 'cancelled'
    },
    change(booking, trip) {
      const cost = changeCost(booking, trip)
      if (cost === null || booking.kind !== 'trip') return
      booking.fees += cost
      booking.legs = booking.legs.map((leg) => ({ ...leg, trip, seats: leg.seats.map(() => null) }))
    },
  }
}

interface Common {
  readonly ref: string
  readonly card: string
  readonly total: number
  fees: number
}

const tripBooking = (draft: Extract<Draft, { kind: 'trip' }>, common: Common): Booking => ({
  ...{ ...common, kind: 'trip', status: 'confirmed' },
  ...{ legs: structuredClone(draft.legs), passengers: draft.passengers },
  ...{ meal: draft.meal, loyalty: draft.loyalty },
})

/** Whose seat is asked for next; null: all were asked for. */
export function nextSeat(draft: Extract<Draft, { kind: 'trip' }>) {
  const { legs, passengers, seated } = draft
  const leg = legs[Math.floor(seated / Math.max(1, passengers.length))]
  const passenger = passengers[seated % Math.max(1, passengers.length)]
  if (!leg || !passenger) return null
  const taken = new Set(leg.seats.filter((seat) => seat !== null))
  const rows = seatRows(leg.trip).map((row) =>
    row.map(({ seat, isFree }) => ({ seat, isFree: isFree && !taken.has(seat) })),
  )
  return { leg, passenger, rows }
}
