import type { Rng } from '../../../../core/index.ts'
import { drawBookings } from './draw-bookings.ts'
import { drawHotel, drawTrip, type TripSpec } from './draw-wishes.ts'
import { goalOf } from './phrases.ts'
import { PEOPLE } from './places.ts'
import type { Posed, Topic } from './posed.ts'
import { drawQuestion, type QuestionKind } from './questions.ts'
import { createTimetable, type Timetable } from './timetable.ts'
import type { Wish } from './wishes.ts'

export interface Template {
  readonly difficulty: 'easy' | 'standard' | 'hard'
  /** Null: draw again. */
  pose(draw: Draw): Drawn | null
}

export interface Draw {
  readonly rng: Rng
  readonly timetable: Timetable
  readonly user: string
}
export type Drawn = Omit<Posed, 'template' | 'seed' | 'user'>

const trip = (difficulty: Template['difficulty'], spec: Partial<TripSpec>): Template => ({
  difficulty,
  pose({ rng, timetable, user }) {
    const { hidden = [] } = spec
    const wish = drawTrip(rng, timetable, { ...PLAIN, ...spec }, user)
    return wish && toBook([wish], hidden, drawBookings(rng, timetable, user))
  },
})

const PLAIN: TripSpec = {
  ...{ mode: 'flight', shape: 'one-way', party: 'self' },
  ...{ matters: [], cheapest: false, hidden: [] },
}

const hotel = (
  difficulty: Template['difficulty'],
  matters: readonly Topic[],
  hidden: readonly Topic[] = [],
): Template => ({
  difficulty,
  pose({ rng, timetable, user }) {
    const wish = drawHotel(rng, timetable, matters, { guest: user })
    return wish && toBook([wish], hidden, [])
  },
})

const question = (difficulty: Template['difficulty'], kind: QuestionKind): Template => ({
  difficulty,
  pose: (draw) => drawQuestion(kind, draw),
})

const toBook = (
  wishes: readonly Wish[],
  hidden: readonly Topic[],
  bookings: Drawn['bookings'],
): Drawn => ({
  ...{ goal: goalOf(wishes, hidden), aim: { kind: 'book', wishes }, hidden, wishes, bookings },
})

export const templates: Readonly<Record<string, Template>> = {
  'cheapest-flight': trip('easy', { cheapest: true }),
  'refundable-flight': trip('easy', { matters: ['refund'], cheapest: true }),
  'direct-window': trip('standard', { matters: ['stops', 'seat'] }),
  'return-flight': trip('standard', { shape: 'return', matters: ['part', 'budget'] }),
  'multi-city': trip('hard', { shape: 'multi-city', cheapest: true }),
  'family-flight': trip('hard', { party: 'family', matters: ['bags', 'stops', 'budget'] }),
  'morning-train': trip('easy', { mode: 'train', matters: ['part'], cheapest: true }),
  'ask-day': trip('standard', { matters: ['part'], hidden: ['days', 'part'] }),
  'ask-budget': trip('standard', { matters: ['stops', 'budget'], hidden: ['stops', 'budget'] }),
  'ask-comfort': trip('hard', {
    matters: ['seat', 'meal', 'loyalty'],
    hidden: ['seat', 'meal', 'loyalty'],
  }),
  'ask-travellers': trip('hard', {
    ...{ party: 'two', matters: ['bags'], hidden: ['travellers', 'bags'] },
  }),
  'ask-return': trip('hard', {
    ...{ shape: 'return', matters: ['part', 'refund'], hidden: ['days', 'part', 'refund'] },
  }),
  'ask-train': trip('standard', {
    ...{ mode: 'train', matters: ['part', 'card'], hidden: ['part', 'card'] },
  }),
  'hotel-stay': hotel('easy', ['stars', 'breakfast']),
  'hotel-with-pool': hotel('standard', ['pool', 'refund']),
  'ask-hotel': hotel(
    'standard',
    ['stars', 'breakfast', 'budget'],
    ['stars', 'breakfast', 'budget'],
  ),
  'flight-and-hotel': {
    difficulty: 'hard',
    pose({ rng, timetable, user }) {
      const flight = drawTrip(rng, timetable, { ...PLAIN, matters: ['stops'] }, user)
      const leg = flight?.legs[0]
      if (!flight || !leg) return null
      const about = { guest: user, city: leg.to, checkIn: leg.day, guests: 1 }
      const stay = drawHotel(rng, timetable, ['stars', 'budget'], about)
      return stay && toBook([flight, stay], ['stars', 'budget'], [])
    },
  },
  'cancel-booking': question('easy', 'cancel'),
  'change-day': question('standard', 'change'),
  'cancel-fee': question('easy', 'cancel-fee'),
  'cheapest-price': question('easy', 'cheapest-price'),
  'cheapest-day': question('hard', 'cheapest-day'),
  'no-train': question('standard', 'no-train'),
  'under-budget': question('hard', 'under-budget'),
  'no-refund': question('standard', 'no-refund'),
}

/** A task of a template in full; null: draw again. */
export function pose(name: string, rng: Rng): Posed | null {
  const seed = rng.int(2 ** 31)
  const user = rng.pick(PEOPLE)
  const drawn = templates[name]?.pose({ rng, timetable: createTimetable(seed), user })
  return drawn ? { template: name, seed, user, ...drawn } : null
}
