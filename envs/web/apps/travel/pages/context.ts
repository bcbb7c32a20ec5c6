import type { AppContext, AppServer } from '../../shell/app-server.ts'
import { type Html, html } from '../../shell/page.ts'
import { clockTime, shortDay } from '../days.ts'
import type { Fare, Leg, Trip } from '../model.ts'
import { cityOf, labelOf } from '../places.ts'
import type { Draft, Store } from '../store.ts'

/** What the site keeps for a visitor. */
export interface VisitorData {
  draft: Draft | null
}

export type TravelServer = AppServer<VisitorData>
export type TravelContext = AppContext<VisitorData>

/** What pages are made from. */
export interface Site {
  readonly server: TravelServer
  readonly store: Store
  /** Who may book. */
  readonly user: string
}

export const tripLine = ({ number, carrier, from, to, day, departs, arrives, via }: Trip): Html =>
  html`${number} ${carrier}, ${labelOf(from)} ${clockTime(departs)} to ${labelOf(to)} ${clockTime(arrives)}, ${shortDay(day)}, ${via.length === 0 ? 'direct' : `${via.length} ${via.length === 1 ? 'stop' : 'stops'} (${via.map(cityOf).join(', ')})`}`

export const fareRules = ({ bags, changeFee, cancelFee }: Fare): string =>
  [
    bags === 0 ? 'no checked bag' : `${bags} checked ${bags === 1 ? 'bag' : 'bags'}`,
    feeRule('change', changeFee),
    feeRule('cancellation', cancelFee),
  ].join('; ')

const feeRule = (what: string, fee: number | null) =>
  fee === null
    ? what === 'change'
      ? 'no change'
      : 'not refundable'
    : fee === 0
      ? `free ${what}`
      : `${what} €${fee} a person`

export const legLine = ({ trip, fare, seats }: Leg): Html =>
  html`<li>${tripLine(trip)}. Fare ${fare.label}: ${fareRules(fare)}. Seats: ${seats.map((seat) => seat ?? 'none').join(', ')}.</li>`
