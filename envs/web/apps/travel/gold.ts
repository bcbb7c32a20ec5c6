import { answer, click, fill, link, press, report, say, select } from '../../steps.ts'
import type { Script, ScriptStep } from '../../world.ts'
import { addDays, shortDay, TODAY } from './days.ts'
import type { Leg } from './model.ts'
import { cityOf, labelOf } from './places.ts'
import type { Aim, Posed, Topic } from './posed.ts'
import type { Store } from './store.ts'
import { cheapestHotel, cheapestLegs, type HotelWish, type TripWish, type Wish } from './wishes.ts'

const QUESTIONS: Readonly<Record<Topic, string>> = {
  days: 'On which day do you want to go?',
  part: 'Morning, afternoon or evening?',
  stops: 'Must it be direct?',
  budget: 'What is your budget?',
  seat: 'Window or aisle?',
  bags: 'Do you need a checked bag?',
  refund: 'Must it be refundable?',
  travellers: 'Who travels?',
  meal: 'Which meal do you want?',
  loyalty: 'Do you have a loyalty number?',
  card: 'Which card shall I use?',
  stars: 'How many stars at least?',
  breakfast: 'Do you need breakfast?',
  pool: 'Do you need a pool?',
  route: 'Where do you want to go?',
}

/** Steps that do what is asked: questions about what was left out, then the pages. */
export function goldOf(posed: Posed, store: Store): Script {
  const asks = posed.hidden.map((topic) => say(QUESTIONS[topic]))
  return [...asks, ...stepsOf(posed.aim, store)]
}

function stepsOf(aim: Aim, store: Store): readonly ScriptStep[] {
  switch (aim.kind) {
    case 'book':
      return bookSteps(aim.wishes, store)
    case 'cancel':
      return [
        ...[link('My bookings'), link(aim.ref)],
        ...[link('Cancel this booking'), press('Cancel the booking')],
      ]
    case 'change': {
      const [, , , day = '', number] = aim.tripId.split('.')
      return [
        ...[link('My bookings'), link(aim.ref), link('Change the day')],
        ...daySteps('New date', day),
        ...[press('Show'), press(`Change to ${number}`)],
      ]
    }
    case 'answer':
      return [answer(String(aim.number))]
    case 'answer-day':
      return [answer(shortDay(aim.day))]
    default:
      return [report('It is not offered.')]
  }
}

/** The cheapest way to have these wishes fulfilled. */
export function bookSteps(wishes: readonly Wish[], store: Store): readonly ScriptStep[] {
  return wishes.flatMap((wish) =>
    wish.kind === 'trip' ? tripSteps(wish, store) : hotelSteps(wish, store),
  )
}

function tripSteps(wish: TripWish, { timetable }: Store): readonly ScriptStep[] {
  const legs = cheapestLegs(timetable, wish)
  if (!legs) throw new Error('The wish cannot be fulfilled.')
  const adults = wish.passengers.filter(({ child }) => !child)
  const children = wish.passengers.filter(({ child }) => child)
  const isReturn = wish.legs.length === 2
  const isMulti = wish.legs.length > 2
  const asked = isReturn ? wish.legs.slice(0, 1) : wish.legs
  const repeat = (count: number, step: ScriptStep) => Array.from({ length: count }, () => step)
  return [
    link(wish.mode === 'train' ? 'Trains' : 'Flights'),
    ...(isReturn || isMulti ? [link(isReturn ? 'Return' : 'Multi-city')] : []),
    ...asked.flatMap(({ from, to, day }, at) => {
      const suffix = isMulti ? ` ${at + 1}` : ''
      return [
        ...placeSteps(`From${suffix}`, from),
        ...placeSteps(`To${suffix}`, to),
        ...daySteps(`Departure date${suffix}`, day),
      ]
    }),
    ...(isReturn ? daySteps('Return date', wish.legs[1]?.day ?? '') : []),
    ...repeat(adults.length - 1, press('More adults')),
    ...repeat(children.length, press('More children')),
    press('Search'),
    ...legs.flatMap(({ trip, fare }) => [
      press(`Select ${trip.number}`),
      press(`Choose ${fare.label}`),
    ]),
    ...adults.map(({ name }, at) => fill(`Name of adult ${at + 1}`, name)),
    ...children.map(({ name }, at) => fill(`Name of child ${at + 1}`, name)),
    ...chosen('Meal', wish.meal),
    ...(wish.loyalty ? [fill('Loyalty number (optional)', wish.loyalty)] : []),
    press('Continue to seats'),
    ...legs.flatMap(seatSteps),
    ...chosen('Card', wish.card),
    press(/^Pay €/),
  ]
}

const seatSteps = ({ seats }: Leg): readonly ScriptStep[] =>
  seats.map((seat) => press(seat === null ? 'No seat' : new RegExp(`^Seat ${seat},`)))

function hotelSteps(wish: HotelWish, { timetable }: Store): readonly ScriptStep[] {
  const hotel = cheapestHotel(timetable, wish)
  if (!hotel) throw new Error('The wish cannot be fulfilled.')
  return [
    link('Hotels'),
    ...placeSteps('City', wish.city),
    ...daySteps('Check-in date', wish.checkIn),
    ...daySteps('Check-out date', wish.checkOut),
    ...Array.from({ length: wish.guests - 1 }, () => press('More guests')),
    ...[press('Search'), press(`Book ${hotel.name}`)],
    fill('Name of the guest', wish.guest),
    ...[press('Continue to payment'), press(/^Pay €/)],
  ]
}

const chosen = (label: string, option: string | undefined): readonly ScriptStep[] =>
  option === undefined ? [] : [select(label, [option])]

const placeSteps = (label: string, code: string): readonly ScriptStep[] => [
  fill(label, cityOf(code)),
  click('option', labelOf(code)),
]

function daySteps(label: string, day: string): readonly ScriptStep[] {
  const within = { role: 'dialog', name: `${label} calendar` }
  const months = (each: string) => Number(each.slice(0, 4)) * 12 + Number(each.slice(5, 7))
  return [
    press(`Choose ${label.toLowerCase()}`),
    ...Array.from({ length: months(day) - months(TODAY) }, () => press('Next month', within)),
    press(`${shortDay(day)} ${day.slice(0, 4)}`, within),
  ]
}

/** What somebody would book who did not ask: the cheapest of what the goal says. */
export function naiveSteps({ aim, hidden, user }: Posed, store: Store): readonly ScriptStep[] {
  if (aim.kind !== 'book' || hidden.length === 0) return []
  return bookSteps(
    aim.wishes.map((wish) => withoutHidden(wish, hidden, user)),
    store,
  )
}

function withoutHidden(wish: Wish, hidden: readonly Topic[], user: string): Wish {
  const plain = Object.fromEntries(
    Object.entries(wish).filter(([name]) => !hidden.some((topic) => FIELDS[topic]?.includes(name))),
  ) as unknown as Wish
  if (plain.kind === 'hotel') return plain
  return {
    ...plain,
    ...(hidden.includes('travellers')
      ? { passengers: plain.passengers.map(({ child }) => ({ name: user, child })) }
      : {}),
    ...(hidden.includes('days')
      ? { legs: plain.legs.map((leg) => ({ ...leg, day: addDays(leg.day, 1) })) }
      : {}),
  }
}

const FIELDS: Readonly<Partial<Record<Topic, readonly string[]>>> = {
  ...{ part: ['part', 'returnPart'], stops: ['stops'], budget: ['budget'], seat: ['seat'] },
  ...{ bags: ['bags'], refund: ['refundable'], meal: ['meal'], loyalty: ['loyalty'] },
  ...{ card: ['card'], stars: ['stars'], breakfast: ['breakfast'], pool: ['pool'] },
}
