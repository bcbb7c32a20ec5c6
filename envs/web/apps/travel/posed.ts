import type { Booking } from './model.ts'
import type { Wish } from './wishes.ts'

/** What the user may be asked about. */
export type Topic =
  | 'days'
  | 'part'
  | 'stops'
  | 'budget'
  | 'seat'
  | 'bags'
  | 'refund'
  | 'travellers'
  | 'meal'
  | 'loyalty'
  | 'card'
  | 'stars'
  | 'breakfast'
  | 'pool'
  | 'route'

/** What counts as done. */
export type Aim =
  | { readonly kind: 'book'; readonly wishes: readonly Wish[] }
  | { readonly kind: 'cancel'; readonly ref: string }
  | { readonly kind: 'change'; readonly ref: string; readonly tripId: string }
  | { readonly kind: 'answer'; readonly number: number }
  | { readonly kind: 'answer-day'; readonly day: string }
  | { readonly kind: 'infeasible' }

/** A task in full: what is said of it, what is not, and what there is. */
export interface Posed {
  readonly template: string
  /** Of the timetable. */
  readonly seed: number
  readonly user: string
  readonly goal: string
  readonly aim: Aim
  /** What the user keeps to itself until asked. */
  readonly hidden: readonly Topic[]
  /** What the user wants where there is nothing to book: for questions. */
  readonly wishes: readonly Wish[]
  /** Made before. */
  readonly bookings: readonly Booking[]
}
