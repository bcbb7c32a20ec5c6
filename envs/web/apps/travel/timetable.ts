import { createRng, deriveSeed, type Rng } from '../../../../core/index.ts'
import type { Day, Fare, Hotel, Mode, Trip } from './model.ts'
import { AIRLINES, HOTEL_NAMES, hasRail, isPlace, PLACES, RAILWAYS } from './places.ts'

export const FARES: Readonly<Record<Mode, readonly [Fare, ...Fare[]]>> = {
  flight: [
    { id: 'light', label: 'Light', extra: 0, bags: 0, changeFee: null, cancelFee: null },
    { id: 'standard', label: 'Standard', extra: 35, bags: 1, changeFee: 45, cancelFee: 60 },
    { id: 'flex', label: 'Flex', extra: 95, bags: 2, changeFee: 0, cancelFee: 0 },
  ],
  train: [
    { id: 'saver', label: 'Saver', extra: 0, bags: 1, changeFee: null, cancelFee: null },
    { id: 'flexible', label: 'Flexible', extra: 24, bags: 2, changeFee: 0, cancelFee: 10 },
  ],
}

/** What can be booked in one episode: all of it follows from a seed, whatever was looked at before. */
export interface Timetable {
  trips(mode: Mode, from: string, to: string, day: Day): readonly Trip[]
  trip(id: string): Trip | undefined
  hotels(city: string): readonly Hotel[]
  hotel(id: string): Hotel | undefined
}

export function createTimetable(seed: number): Timetable {
  const known = new Map<string, readonly Trip[]>()
  const stays = new Map<string, readonly Hotel[]>()
  const hotels = (city: string) => {
    const found = stays.get(city) ?? (isPlace(city) ? hotelsOf(seed, city) : [])
    stays.set(city, found)
    return found
  }
  const trips = (mode: Mode, from: string, to: string, day: Day) => {
    const key = [mode, from, to, day].join('.')
    const found = known.get(key) ?? tripsOf(createRng(deriveSeed(seed, key)), mode, from, to, day)
    known.set(key, found)
    return found
  }
  return {
    trips,
    trip(id) {
      const [mode, from = '', to = '', day = ''] = id.split('.')
      if (mode !== 'flight' && mode !== 'train') return undefined
      return trips(mode, from, to, day).find((trip) => trip.id === id)
    },
    hotels,
    hotel: (id) => hotels(id.split('-')[0] ?? '').find((hotel) => hotel.id === id),
  }
}

function tripsOf(rng: Rng, mode: Mode, from: string, to: string, day: Day): readonly Trip[] {
  if (from === to || (mode === 'train' && !hasRail(from, to))) return []
  const count = mode === 'train' ? rng.int(5, 8) : rng.int(7, 11)
  const departures = rng
    .shuffle(Array.from({ length: 64 }, (_, at) => 345 + at * 15))
    .slice(0, count)
  const prices = distinct(rng, count, mode === 'train' ? 19 : 39, mode === 'train' ? 120 : 260)
  const direct = mode === 'train' ? rng.int(150, 300) : rng.int(75, 200)
  const others = PLACES.map(({ code }) => code).filter((code) => code !== from && code !== to)
  return departures
    .map((departs, at) => {
      const carrier = rng.pick<{ name: string; code: string }>(
        mode === 'train' ? RAILWAYS : AIRLINES,
      )
      const stops = mode === 'train' ? rng.int(2) : rng.pick([0, 0, 1, 1, 2])
      const number = `${carrier.code}${100 + at * 83 + rng.int(80)}`
      return {
        ...{ id: [mode, from, to, day, number].join('.'), mode, carrier: carrier.name, number },
        ...{ from, to, day, departs, via: rng.shuffle(others).slice(0, stops) },
        arrives: departs + direct + rng.int(4) * 5 + stops * rng.int(50, 140),
        price: prices[at] ?? 0,
      }
    })
    .sort((a, b) => a.departs - b.departs)
}

function hotelsOf(seed: number, city: string): readonly Hotel[] {
  const rng = createRng(deriveSeed(seed, 'hotels', city))
  const count = rng.int(9, 13)
  const names = rng.shuffle(HOTEL_NAMES).slice(0, count)
  const spread = distinct(rng, count, 0, 90)
  return names.map((name, at) => {
    const stars = rng.int(2, 6)
    return {
      ...{ id: `${city}-${at + 1}`, name: `Hotel ${name}`, city, stars },
      ...{ breakfast: rng.chance(0.5), freeCancellation: rng.chance(0.5), pool: rng.chance(0.3) },
      price: 30 + stars * 15 + (spread[at] ?? 0),
    }
  })
}

/** Different prices: the cheapest is one alone. */
function distinct(rng: Rng, count: number, low: number, high: number): readonly number[] {
  return rng.shuffle(Array.from({ length: high - low }, (_, at) => low + at)).slice(0, count)
}
