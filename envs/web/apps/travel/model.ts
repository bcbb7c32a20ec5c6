/** Flights and trains: one journey from a place to another. */
export type Mode = 'flight' | 'train'
export type PartOfDay = 'morning' | 'afternoon' | 'evening'
/** As 2026-03-10. */
export type Day = string

export interface Trip {
  readonly id: string
  readonly mode: Mode
  readonly carrier: string
  /** As AV412. */
  readonly number: string
  readonly from: string
  readonly to: string
  readonly day: Day
  /** Minutes since midnight; an arrival may be after the next one. */
  readonly departs: number
  readonly arrives: number
  readonly via: readonly string[]
  /** Euros for an adult in the lowest fare. */
  readonly price: number
}

export interface Fare {
  readonly id: string
  readonly label: string
  /** Euros on top of the lowest fare. */
  readonly extra: number
  readonly bags: number
  /** Euros a person; null: not possible. */
  readonly changeFee: number | null
  readonly cancelFee: number | null
}

export interface Hotel {
  readonly id: string
  readonly name: string
  readonly city: string
  readonly stars: number
  readonly breakfast: boolean
  readonly freeCancellation: boolean
  readonly pool: boolean
  /** Euros a night. */
  readonly price: number
}

export interface Passenger {
  readonly name: string
  readonly child: boolean
}

/** A part of a booking: a trip in a fare, with a seat by passenger (null: none chosen). */
export interface Leg {
  readonly trip: Trip
  readonly fare: Fare
  readonly seats: readonly (string | null)[]
}

export interface TripBooking {
  readonly ref: string
  readonly kind: 'trip'
  legs: readonly Leg[]
  readonly passengers: readonly Passenger[]
  readonly meal: string
  readonly loyalty: string
  readonly card: string
  total: number
  status: 'confirmed' | 'cancelled'
  /** Paid for changes and cancellation. */
  fees: number
}

export interface HotelBooking {
  readonly ref: string
  readonly kind: 'hotel'
  readonly hotel: Hotel
  readonly checkIn: Day
  readonly checkOut: Day
  readonly guests: number
  readonly guest: string
  readonly card: string
  readonly total: number
  status: 'confirmed' | 'cancelled'
  fees: number
}

export type Booking = TripBooking | HotelBooking
