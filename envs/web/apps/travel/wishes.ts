import { partOfDay } from './days.ts'
import type {
  Day,
  Fare,
  Hotel,
  HotelBooking,
  Leg,
  Mode,
  PartOfDay,
  Passenger,
  Trip,
  TripBooking,
} from './model.ts'
import { hotelTotal, legPrice, legsTotal, seatKind, seatRows } from './prices.ts'
import { FARES, type Timetable } from './timetable.ts'

/** What a user wants of a journey; what is left out does not matter. */
export interface TripWish {
  readonly kind: 'trip'
  readonly mode: Mode
  readonly legs: readonly { readonly from: string; readonly to: string; readonly day: Day }[]
  readonly passengers: readonly Passenger[]
  readonly stops?: number
  /** When the first part departs, and the last. */
  readonly part?: PartOfDay
  readonly returnPart?: PartOfDay
  readonly bags?: number
  readonly refundable?: boolean
  /** Most euros for all of it. */
  readonly budget?: number
  readonly seat?: 'window' | 'aisle'
  readonly meal?: string
  readonly loyalty?: string
  readonly card?: string
  readonly cheapest?: boolean
}

export interface HotelWish {
  readonly kind: 'hotel'
  readonly city: string
  readonly checkIn: Day
  readonly checkOut: Day
  readonly guests: number
  readonly guest: string
  readonly stars?: number
  readonly breakfast?: boolean
  readonly pool?: boolean
  readonly refundable?: boolean
  /** Most euros a night. */
  readonly budget?: number
  readonly cheapest?: boolean
}

export type Wish = TripWish | HotelWish

export const tripFits = (wish: TripWish, trip: Trip, leg: number): boolean => {
  const isLast = leg > 0 && leg === wish.legs.length - 1
  const part = leg === 0 ? wish.part : isLast ? wish.returnPart : undefined
  return (
    (wish.stops === undefined || trip.via.length <= wish.stops) &&
    (part === undefined || partOfDay(trip.departs) === part)
  )
}

export const fareFits = ({ bags = 0, refundable = false }: TripWish, fare: Fare): boolean =>
  fare.bags >= bags && (!refundable || fare.cancelFee !== null)

export const hotelFits = (wish: HotelWish, hotel: Hotel): boolean =>
  hotel.city === wish.city &&
  hotel.stars >= (wish.stars ?? 0) &&
  (!wish.breakfast || hotel.breakfast) &&
  (!wish.pool || hotel.pool) &&
  (!wish.refundable || hotel.freeCancellation) &&
  hotel.price <= (wish.budget ?? Number.POSITIVE_INFINITY)

/** The cheapest legs that fit, with seats where those matter; null where there are none. Ignores the budget. */
export function cheapestLegs(timetable: Timetable, wish: TripWish): readonly Leg[] | null {
  const legs: Leg[] = []
  const fare = FARES[wish.mode].find((each) => fareFits(wish, each))
  for (const [at, { from, to, day }] of wish.legs.entries()) {
    const [trip] = timetable
      .trips(wish.mode, from, to, day)
      .filter((each) => tripFits(wish, each, at))
      .toSorted((a, b) => a.price - b.price)
    if (!trip || !fare) return null
    const free = seatRows(trip)
      .flat()
      .filter(({ seat, isFree }) => isFree && seatKind(seat) === wish.seat)
    const seats = wish.passengers.map((_, index) => free[index]?.seat ?? null)
    if (wish.seat && seats.includes(null)) return null
    legs.push({ trip, fare, seats })
  }
  return legs
}

export const cheapestHotel = (timetable: Timetable, wish: HotelWish): Hotel | undefined =>
  timetable
    .hotels(wish.city)
    .filter((hotel) => hotelFits(wish, hotel))
    .toSorted((a, b) => a.price - b.price)[0]

/** What of the wish a booking fulfils, by name. */
export function tripChecks(
  timetable: Timetable,
  wish: TripWish,
  { legs, passengers, total, meal, loyalty, card, status }: TripBooking,
): Readonly<Record<string, boolean>> {
  const alike = wish.legs.every(({ from, to }, at) => {
    const trip = legs[at]?.trip
    return trip?.from === from && trip.to === to && trip.mode === wish.mode
  })
  const priceOf = (each: readonly Leg[]) =>
    each.reduce((sum, { trip, fare }) => sum + legPrice(trip, fare, wish.passengers), 0)
  const best = cheapestLegs(timetable, wish)
  return {
    booked: status === 'confirmed',
    route: alike && legs.length === wish.legs.length,
    days: wish.legs.every(({ day }, at) => legs[at]?.trip.day === day),
    travellers: namesOf(passengers) === namesOf(wish.passengers),
    connection: legs.every(({ trip }, at) => tripFits(wish, trip, at)),
    fare: legs.every(({ fare }) => fareFits(wish, fare)),
    price:
      total <= (wish.budget ?? Number.POSITIVE_INFINITY) &&
      (!wish.cheapest || (best !== null && priceOf(legs) <= priceOf(best))),
    seat:
      wish.seat === undefined ||
      legs.every(({ seats }) => seats.every((seat) => seat && seatKind(seat) === wish.seat)),
    details:
      [wish.meal ?? meal, wish.loyalty ?? loyalty, wish.card ?? card].join() ===
      [meal, loyalty, card].join(),
  }
}

export function hotelChecks(
  timetable: Timetable,
  wish: HotelWish,
  booking: HotelBooking,
): Readonly<Record<string, boolean>> {
  const { hotel, checkIn, checkOut, guests, guest, status } = booking
  return {
    booked: status === 'confirmed',
    city: hotel.city === wish.city,
    days: checkIn === wish.checkIn && checkOut === wish.checkOut,
    guests: guests === wish.guests && guest === wish.guest,
    hotel: hotelFits(wish, hotel),
    price: !wish.cheapest || hotel.price <= (cheapestHotel(timetable, wish)?.price ?? 0),
  }
}

/** Euros for the cheapest way to fulfil a wish; null where there is none. */
export function cheapestTotal(timetable: Timetable, wish: Wish): number | null {
  if (wish.kind === 'trip') {
    const legs = cheapestLegs(timetable, wish)
    return legs && legsTotal(legs, wish.passengers)
  }
  const hotel = cheapestHotel(timetable, wish)
  return hotel ? hotelTotal(hotel, wish.checkIn, wish.checkOut, wish.guests) : null
}

const namesOf = (passengers: readonly Passenger[]) =>
  passengers
    .map(({ name, child }) => `${name.toLowerCase()}/${child}`)
    .sort()
    .join()
