import { longDay } from './days.ts'
import type { Passenger } from './model.ts'
import { cityOf } from './places.ts'
import type { Topic } from './posed.ts'
import type { HotelWish, TripWish, Wish } from './wishes.ts'

/** What the user answers about one topic; undefined where that topic does not matter for the wish. */
export function phraseOf(wish: Wish, topic: Topic): string | undefined {
  return wish.kind === 'trip' ? tripPhrase(wish, topic) : hotelPhrase(wish, topic)
}

function tripPhrase(wish: TripWish, topic: Topic): string | undefined {
  switch (topic) {
    case 'days':
      return daysPhrase(wish)
    case 'route':
      return `The route is ${wish.legs.map(({ from, to }) => `${cityOf(from)} to ${cityOf(to)}`).join(', then ')}.`
    case 'part':
      return (
        [
          wish.part &&
            `The ${wish.legs.length > 1 ? 'first departure' : 'departure'} must be in the ${wish.part}${HOURS[wish.part]}.`,
          wish.returnPart &&
            `The last departure must be in the ${wish.returnPart}${HOURS[wish.returnPart]}.`,
        ]
          .filter(Boolean)
          .join(' ') || undefined
      )
    case 'stops':
      if (wish.stops === undefined) return undefined
      return wish.stops === 0 ? 'It must be direct.' : `At most ${wish.stops} stop.`
    case 'budget':
      return wish.budget === undefined
        ? undefined
        : `All of it together may cost at most €${wish.budget}.`
    case 'seat':
      return wish.seat && `Everybody needs ${wish.seat === 'aisle' ? 'an aisle' : 'a window'} seat.`
    case 'bags':
      return wish.bags === undefined
        ? undefined
        : `The fare must include at least ${wish.bags} checked ${wish.bags === 1 ? 'bag' : 'bags'}.`
    case 'refund':
      return wish.refundable ? 'The fare must be refundable.' : undefined
    case 'travellers':
      return `The passengers: ${peoplePhrase(wish.passengers)}.`
    case 'meal':
      return wish.meal && `The meal must be ${wish.meal.toLowerCase()}.`
    case 'loyalty':
      return wish.loyalty && `My loyalty number is ${wish.loyalty}.`
    case 'card':
      return wish.card && `Pay with ${wish.card}.`
    default:
      return undefined
  }
}

function hotelPhrase(wish: HotelWish, topic: Topic): string | undefined {
  switch (topic) {
    case 'days':
      return `Check-in is on ${longDay(wish.checkIn)}, check-out on ${longDay(wish.checkOut)}.`
    case 'route':
      return `The hotel must be in ${cityOf(wish.city)}.`
    case 'travellers':
      return `It is for ${wish.guests} ${wish.guests === 1 ? 'guest' : 'guests'}, in the name of ${wish.guest}.`
    case 'budget':
      return wish.budget === undefined ? undefined : `A night may cost at most €${wish.budget}.`
    case 'stars':
      return wish.stars === undefined ? undefined : `It must have at least ${wish.stars} stars.`
    case 'breakfast':
      return wish.breakfast ? 'Breakfast must be included.' : undefined
    case 'pool':
      return wish.pool ? 'It must have a pool.' : undefined
    case 'refund':
      return wish.refundable ? 'Cancellation must be free.' : undefined
    default:
      return undefined
  }
}

const HOURS = {
  morning: ' (before 12:00)',
  afternoon: ' (12:00 to 16:59)',
  evening: ' (17:00 or later)',
} as const

function daysPhrase({ legs }: TripWish): string {
  const [first, last] = [legs[0]?.day ?? '', legs.at(-1)?.day ?? '']
  if (legs.length === 1) return `The day of travel is ${longDay(first)}.`
  if (legs.length === 2) return `Out on ${longDay(first)}, back on ${longDay(last)}.`
  return `The days are ${legs.map(({ day }) => longDay(day)).join('; ')}.`
}

export const peoplePhrase = (passengers: readonly Passenger[]): string =>
  passengers.map(({ name, child }) => (child ? `${name} (child)` : name)).join(', ')

/** The goal in words, without what is hidden. */
export function goalOf(wishes: readonly Wish[], hidden: readonly Topic[]): string {
  const sentences = wishes.flatMap((wish) => [
    opening(wish, hidden),
    ...STATED.filter((topic) => !hidden.includes(topic)).map((topic) => phraseOf(wish, topic)),
    wish.cheapest ? 'Of what fits take the cheapest.' : undefined,
  ])
  const asks =
    hidden.length > 0
      ? 'I have left some things out that matter to me: ask me before you book.'
      : undefined
  return [...sentences, asks].filter((sentence) => sentence !== undefined).join(' ')
}

const STATED: readonly Topic[] = [
  ...(['days', 'travellers', 'part', 'stops', 'stars', 'breakfast', 'pool'] as const),
  ...(['bags', 'refund', 'seat', 'meal', 'loyalty', 'budget', 'card'] as const),
]

function opening(wish: Wish, hidden: readonly Topic[]): string {
  if (wish.kind === 'hotel') return `Book a hotel in ${cityOf(wish.city)}.`
  const [first, ...more] = wish.legs
  const thing = wish.mode === 'train' ? 'train' : 'flight'
  if (more.length === 1) {
    const who = hidden.includes('travellers') ? ' for my colleagues' : ''
    return `Book a return ${thing} from ${cityOf(first?.from ?? '')} to ${cityOf(first?.to ?? '')}${who}.`
  }
  if (more.length > 1) {
    return `Book a multi-city ${thing}: ${wish.legs.map(({ from, to }) => `${cityOf(from)} to ${cityOf(to)}`).join(', then ')}.`
  }
  const who = hidden.includes('travellers') ? ' for my colleagues' : ''
  return `Book a one-way ${thing} from ${cityOf(first?.from ?? '')} to ${cityOf(first?.to ?? '')}${who}.`
}
