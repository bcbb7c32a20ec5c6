import { daysBetween } from './days.ts'
import type { Booking, Day, Fare, Hotel, Leg, Passenger, Trip, TripBooking } from './model.ts'

const CHILD_SHARE = 0.5
const ROWS = 12
const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const

export const legPrice = (trip: Trip, fare: Fare, passengers: readonly Passenger[]): number =>
  passengers.reduce(
    (sum, { child }) => sum + Math.round((trip.price + fare.extra) * (child ? CHILD_SHARE : 1)),
    0,
  )

export const seatPrice = (seat: string | null): number =>
  seat === null ? 0 : seatKind(seat) === 'middle' ? 4 : 9

export function seatKind(seat: string): 'window' | 'middle' | 'aisle' {
  const letter = seat.slice(-1)
  if (letter === 'A' || letter === 'F') return 'window'
  return letter === 'C' || letter === 'D' ? 'aisle' : 'middle'
}

/** All seats by row; which are taken follows from the trip. */
export function seatRows({ id }: Trip): readonly (readonly { seat: string; isFree: boolean }[])[] {
  const salt = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)
  return Array.from({ length: ROWS }, (_, row) =>
    LETTERS.map((letter, at) => ({
      seat: `${row + 1}${letter}`,
      isFree: (salt + row * 17 + at * 29 + row * at * 7) % 5 !== 0,
    })),
  )
}

export const legsTotal = (legs: readonly Leg[], passengers: readonly Passenger[]): number =>
  legs.reduce(
    (sum, { trip, fare, seats }) =>
      sum +
      legPrice(trip, fare, passengers) +
      seats.reduce((seatSum, seat) => seatSum + seatPrice(seat), 0),
    0,
  )

export const hotelTotal = ({ price }: Hotel, checkIn: Day, checkOut: Day, guests: number): number =>
  price * daysBetween(checkIn, checkOut) * Math.ceil(guests / 2)

/** Euros kept when it is cancelled; null: nothing comes back. */
export function cancelFee(booking: Booking): number | null {
  if (booking.kind === 'hotel') return booking.hotel.freeCancellation ? 0 : null
  return summed(booking, ({ cancelFee }) => cancelFee)
}

/** Euros for another day; null: not allowed. */
export const changeFee = (booking: TripBooking): number | null =>
  summed(booking, ({ changeFee }) => changeFee)

/** What comes back when it is cancelled. */
export const refundOf = (booking: Booking): number => {
  const fee = cancelFee(booking)
  return fee === null ? 0 : Math.max(0, booking.total - fee)
}

function summed(
  { legs, passengers }: TripBooking,
  feeOf: (fare: Fare) => number | null,
): number | null {
  let sum = 0
  for (const { fare } of legs) {
    const fee = feeOf(fare)
    if (fee === null) return null
    sum += fee * passengers.length
  }
  return sum
}
