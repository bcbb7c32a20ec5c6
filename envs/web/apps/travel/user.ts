import { phraseOf } from './phrases.ts'
import { cityOf } from './places.ts'
import type { Posed, Topic } from './posed.ts'
import type { Timetable } from './timetable.ts'
import { FARES } from './timetable.ts'
import { fareFits, type HotelWish, hotelFits, type TripWish, tripFits } from './wishes.ts'

/** Topics that are answered of one message: who asks for all of them at once gets none. */
const MOST_TOPICS = 2

const ASKED: readonly (readonly [Topic, RegExp])[] = [
  ['days', /\b(when|dates?|days?|how long|nights?|check-?in|check-?out)\b/i],
  ['part', /\b(what time|times?|time of day|hour|morning|afternoon|evening|early|late)\b/i],
  ['stops', /\b(stops?|stopovers?|direct|non-?stop|connections?|layovers?|connecting)\b/i],
  ['budget', /\b(budget|spend|cost|price|max(imum)?|afford|expensive|how much)\b/i],
  ['seat', /\b(seats?|window|aisle|sit)\b/i],
  ['bags', /\b(bags?|luggage|baggage|suitcases?)\b/i],
  ['refund', /\b(refund\w*|flexib\w*|cancel\w*|fare type|fare class)\b/i],
  ['travellers', /\b(who|whom|passengers?|travell?ers?|people|guests?|names?|children)\b/i],
  ['meal', /\b(meals?|food|eat|diet\w*|vegetarian|vegan)\b/i],
  ['loyalty', /\b(loyalty|frequent|miles|membership|member)\b/i],
  ['card', /\b(cards?|pay|payment)\b/i],
  ['stars', /\b(stars?|rating|class of hotel|standard of)\b/i],
  ['breakfast', /\bbreakfast\b/i],
  ['pool', /\b(pool|swim\w*)\b/i],
  ['route', /\b(where|destination|which city|airports?|route)\b/i],
]

const EVERYTHING =
  /\b(everything|anything else|all (of )?(your|the|it|them|details|preferences)|any (other )?(preferences|requirements|wishes|details))\b/i
const PROPOSES =
  /\b(ok|okay|fine|suit|good|confirm|shall i|should i|agree|acceptable|go ahead|book)\b/i

/** What the simulated user answers: the truth about what was asked, nothing beside it. */
export function answerOf(posed: Posed, timetable: Timetable, message: string): string {
  const proposal = PROPOSES.test(message) ? judged(posed, timetable, message) : null
  if (proposal) return proposal
  if (EVERYTHING.test(message)) return 'That is a lot at once. What exactly do you want to know?'
  const topics = ASKED.filter(([, pattern]) => pattern.test(message)).map(([topic]) => topic)
  if (topics.length === 0) return 'I cannot help with that. Ask me about the trip I want.'
  if (topics.length > MOST_TOPICS)
    return 'One thing at a time, please. What do you want to know first?'
  return topics.map((topic) => toldOf(posed, topic)).join(' ')
}

function toldOf({ wishes }: Posed, topic: Topic): string {
  const told = wishes.map((wish) => phraseOf(wish, topic)).filter((phrase) => phrase !== undefined)
  return told.length > 0 ? [...new Set(told)].join(' ') : DEFAULTS[topic]
}

const DEFAULTS: Readonly<Record<Topic, string>> = {
  days: 'There is no more to say about the day than what I wrote.',
  route: 'It is as I wrote.',
  travellers: 'It is for me alone.',
  part: 'The time of day does not matter to me.',
  stops: 'Stops do not matter to me.',
  budget: 'I have no limit in mind.',
  seat: 'I do not mind where I sit.',
  bags: 'I need no checked bag.',
  refund: 'It does not have to be refundable.',
  meal: 'The standard meal is fine.',
  loyalty: 'I have no loyalty number.',
  card: 'Use whichever card you like.',
  stars: 'Stars do not matter to me.',
  breakfast: 'Breakfast does not matter to me.',
  pool: 'I need no pool.',
}

/** Yes or no to a trip, fare or hotel that the message names; null: it names none. */
function judged({ wishes }: Posed, timetable: Timetable, message: string): string | null {
  for (const wish of wishes) {
    const refusal =
      wish.kind === 'trip' ? ofTrip(timetable, wish, message) : ofHotel(timetable, wish, message)
    if (refusal !== null) return refusal
  }
  return null
}

function ofTrip(timetable: Timetable, wish: TripWish, message: string): string | null {
  for (const [at, { from, to, day }] of wish.legs.entries()) {
    const trip = timetable
      .trips(wish.mode, from, to, day)
      .find(({ number }) => new RegExp(`\\b${number}\\b`, 'i').test(message))
    if (!trip) continue
    if (wish.stops !== undefined && trip.via.length > wish.stops)
      return 'No, that has too many stops.'
    if (!tripFits(wish, trip, at)) return 'No, that is not the time of day I want.'
    if (wish.budget !== undefined && trip.price * wish.passengers.length > wish.budget) {
      return 'No, that is too expensive for me.'
    }
    const fare = FARES[wish.mode].find(({ label }) =>
      new RegExp(`\\b${label}\\b`, 'i').test(message),
    )
    if (fare && !fareFits(wish, fare)) return 'No, that fare does not suit me.'
    return 'Yes, that suits me.'
  }
  return null
}

function ofHotel(timetable: Timetable, wish: HotelWish, message: string): string | null {
  const hotel = timetable
    .hotels(wish.city)
    .find(({ name }) => message.toLowerCase().includes(name.toLowerCase()))
  if (!hotel) return null
  return hotelFits(wish, hotel)
    ? 'Yes, that hotel suits me.'
    : `No, that hotel in ${cityOf(wish.city)} is not what I want.`
}
