import type { Rng } from '../../../../core/index.ts'
import { addDays, partOfDay, TODAY } from './days.ts'
import type { Mode, Passenger } from './model.ts'
import { MEALS, PEOPLE, PLACES, RAILS } from './places.ts'
import type { Topic } from './posed.ts'
import type { Timetable } from './timetable.ts'
import { cheapestLegs, cheapestTotal, type HotelWish, hotelFits, type TripWish } from './wishes.ts'

export const CARDS = ['Personal Visa', 'Company Mastercard'] as const

export interface TripSpec {
  readonly mode: Mode
  readonly shape: 'one-way' | 'return' | 'multi-city'
  readonly party: 'self' | 'two' | 'family'
  /** What matters beside route, days and travellers. */
  readonly matters: readonly Topic[]
  readonly cheapest: boolean
  readonly hidden: readonly Topic[]
}

/** A wish that can be fulfilled, and that somebody who does not ask fails; null: draw again. */
export function drawTrip(
  rng: Rng,
  timetable: Timetable,
  spec: TripSpec,
  user: string,
): TripWish | null {
  const plain = drawPlain(rng, spec, user)
  const has = (topic: Topic) => spec.matters.includes(topic)
  const { legs } = plain
  const days = legs.map(({ from, to, day }) => timetable.trips(spec.mode, from, to, day))
  const [first, last] = [days[0] ?? [], days.at(-1) ?? []]
  if (first.length === 0 || last.length === 0) return null
  const wish: TripWish = {
    ...plain,
    ...(has('part') ? { part: partOfDay(rng.pick(first).departs) } : {}),
    ...(has('part') && legs.length > 1 ? { returnPart: partOfDay(rng.pick(last).departs) } : {}),
    ...(has('stops') ? { stops: 0 } : {}),
    ...(has('bags') ? { bags: rng.int(1, 3) } : {}),
    ...(has('refund') ? { refundable: true } : {}),
    ...(has('seat') ? { seat: rng.pick(['window', 'aisle'] as const) } : {}),
    ...(has('meal') ? { meal: rng.pick(MEALS.slice(1)) } : {}),
    ...(has('loyalty') ? { loyalty: `TR${rng.int(100_000, 1_000_000)}` } : {}),
    ...(has('card') ? { card: CARDS[1] } : {}),
    ...(spec.cheapest ? { cheapest: true } : {}),
  }
  const total = cheapestTotal(timetable, wish)
  if (total === null) return null
  // What is chosen without a word of these would be the cheapest of all.
  const naive = cheapestLegs(timetable, plain)
  const best = cheapestLegs(timetable, wish)
  const narrows = has('part') || has('stops')
  if (narrows && naive?.every(({ trip }, at) => trip.id === best?.[at]?.trip.id)) return null
  return has('budget') ? { ...wish, budget: total + rng.int(3, 16) } : wish
}

function drawPlain(rng: Rng, { mode, shape, party }: TripSpec, user: string): TripWish {
  const codes = rng.shuffle(PLACES.map(({ code }) => code))
  const [from = '', to = ''] = mode === 'train' ? rng.shuffle(rng.pick(RAILS)) : codes
  const third = codes.find((code) => code !== from && code !== to) ?? ''
  const day = addDays(TODAY, rng.int(5, 40))
  const later = addDays(day, rng.int(3, 9))
  const out = { from, to, day }
  const legs = {
    'one-way': [out],
    return: [out, { from: to, to: from, day: later }],
    'multi-city': [
      out,
      { from: to, to: third, day: later },
      { from: third, to: from, day: addDays(later, rng.int(2, 6)) },
    ],
  }[shape]
  return { kind: 'trip', mode, legs, passengers: partyOf(rng, party, user) }
}

function partyOf(rng: Rng, party: TripSpec['party'], user: string): readonly Passenger[] {
  const self = { name: user, child: false }
  if (party === 'self') return [self]
  const [one = '', two = ''] = rng.shuffle(PEOPLE.filter((name) => name !== user))
  const [, surname = ''] = user.split(' ')
  if (party === 'two') return [one, two].map((name) => ({ name, child: false }))
  return [self, { name: one, child: false }, { name: `Mia ${surname}`, child: true }]
}

/** A stay; null: draw again. */
export function drawHotel(
  rng: Rng,
  timetable: Timetable,
  matters: readonly Topic[],
  about: Partial<HotelWish> & { readonly guest: string },
): HotelWish | null {
  const has = (topic: Topic) => matters.includes(topic)
  const checkIn = addDays(TODAY, rng.int(5, 40))
  const plain: HotelWish = {
    ...{ kind: 'hotel', city: rng.pick(PLACES).code, checkIn },
    ...{ checkOut: addDays(about.checkIn ?? checkIn, rng.int(1, 6)), guests: rng.int(1, 4) },
    ...about,
  }
  const wish: HotelWish = {
    ...plain,
    ...(has('stars') ? { stars: rng.int(3, 6) } : {}),
    ...(has('breakfast') ? { breakfast: true } : {}),
    ...(has('pool') ? { pool: true } : {}),
    ...(has('refund') ? { refundable: true } : {}),
  }
  const cheapest = (each: HotelWish) =>
    Math.min(...fitting(timetable, each).map(({ price }) => price))
  const fits = fitting(timetable, wish)
  if (fits.length < 2 || cheapest(plain) === cheapest(wish)) return null
  return has('budget')
    ? { ...wish, budget: cheapest(wish) + rng.int(1, 9) }
    : { ...wish, cheapest: true }
}

const fitting = (timetable: Timetable, wish: HotelWish) =>
  timetable.hotels(wish.city).filter((hotel) => hotelFits(wish, hotel))
