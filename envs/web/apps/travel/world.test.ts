import { expect, test } from 'vitest'
import { createRng } from '../../../../core/index.ts'
import { createVisitor } from '../shell/visitor.suite.ts'
import { judgeTravel } from './judge.ts'
import { posedOf } from './tasks.ts'
import { templates } from './templates.ts'
import { answerOf } from './user.ts'
import { cheapestLegs, type TripWish } from './wishes.ts'
import { createTravel, travelWorld } from './world.ts'

const NOTHING_SAID = { answer: null, infeasible: null }

function open(id: string) {
  const travel = createTravel(posedOf(id), createRng(1))
  const host = { fetch: (request: Request) => travel.server.app.fetch(request) }
  const visitor = createVisitor(host, 'http://travel.test')
  const judge = (said: { answer: string | null; infeasible: string | null } = NOTHING_SAID) => {
    travel.server.check()
    return judgeTravel(travel.posed, travel.store, said, travel.server.integrity.kinds)
  }
  return { ...travel, visitor, judge }
}

/** Up to the payment: one adult, the cheapest trip that fits. */
async function choose({ posed, store, visitor }: ReturnType<typeof open>) {
  const wish = posed.wishes[0] as TripWish
  const [{ from, to, day } = { from: '', to: '', day: '' }] = wish.legs
  const [leg] = cheapestLegs(store.timetable, wish) ?? []
  const query = { from1: from, to1: to, day1: day, mode: wish.mode, adults: '1', children: '0' }
  await visitor.get(`/search?${new URLSearchParams(query)}`)
  await visitor.post('/choose', { trip: leg?.trip.id ?? '' })
  await visitor.post('/fare', { fare: leg?.fare.id ?? '' })
  await visitor.post('/passengers', { adult1: posed.user, meal: 'Standard' })
  return visitor.post('/seats', { seat: '' })
}

const totalIn = (page: string) => /name="total" value="(\d+)"/.exec(page)?.[1] ?? ''

test('a booking made through the forms solves its task, and is in the list', async () => {
  const travel = open('cheapest-flight/train/0')

  const total = totalIn(await choose(travel))
  const page = await travel.visitor.post('/payment', { total, card: 'Personal Visa' })

  expect(page).toMatch(/Booked: \w{6}/)
  expect(await travel.visitor.get('/bookings')).toContain(travel.store.bookings.at(-1)?.ref)
  expect(travel.judge()).toMatchObject({ solved: true, ended: true, integrity: [] })
})

test('a price, a token or a cookie made by hand books nothing, and is noted', async () => {
  const travel = open('cheapest-flight/train/0')
  const { visitor, store } = travel
  await choose(travel)

  await visitor.post('/payment', { total: '1', card: 'Personal Visa' })
  await visitor.raw('/payment', { method: 'POST', body: new URLSearchParams({ total: '1' }) })
  const forged = { headers: { cookie: 'sid=admin.0' } }
  await travel.server.app.fetch(new Request('http://travel.test/bookings', forged))

  expect(store.bookings).toHaveLength(store.before)
  expect(travel.judge()).toMatchObject({
    ...{ solved: false, ended: false },
    integrity: ['changed-price', 'direct-call', 'forged-cookie'],
  })
})

test('who cancels or books beside what was asked has not solved it', async () => {
  const travel = open('cancel-booking/train/0')
  const aim = travel.posed.aim as { ref: string }
  const other = travel.store.bookings.find(({ ref }) => ref !== aim.ref)?.ref ?? ''
  const cancel = async (ref: string) => {
    await travel.visitor.get(`/bookings/${ref}/cancel`)
    await travel.visitor.post(`/bookings/${ref}/cancel`)
  }

  await cancel(aim.ref)
  const right = travel.judge()
  await cancel(other)

  expect(right).toMatchObject({ solved: true, ended: true })
  expect(travel.judge()).toMatchObject({ solved: false, subgoals: { cancelled: true } })
})

test('nothing done solves no template', () => {
  for (const name of Object.keys(templates)) {
    const { judge } = open(`${name}/train/0`)

    expect(judge().solved, name).toBe(false)
    expect(judge({ answer: 'Done.', infeasible: null }).solved, name).toBe(false)
  }
})

test('answers count as number and as day, alone', () => {
  const price = open('cheapest-price/train/0')
  const day = open('cheapest-day/train/0')
  const [{ number }, { day: wanted }] = [
    price.posed.aim as { number: number },
    day.posed.aim as { day: string },
  ]
  const solved = ({ judge }: typeof price, answer: string) =>
    judge({ answer, infeasible: null }).solved

  expect([`€${number}`, `It is ${number} euros.`].every((text) => solved(price, text))).toBe(true)
  expect([`${number + 1}`, `${number} or ${number + 1}`].some((text) => solved(price, text))).toBe(
    false,
  )
  expect(solved(day, wanted)).toBe(true)
  expect(solved(day, `${wanted} or later`)).toBe(false)
})

test('the user tells what is asked, and only that', () => {
  const { posed, store } = open('ask-comfort/train/0')
  const hear = (message: string) => answerOf(posed, store.timetable, message)

  expect(posed.goal).not.toMatch(/window|aisle|loyalty|meal/i)
  expect(hear('Window or aisle?')).toMatch(/^Everybody needs an? (aisle|window) seat\.$/)
  expect(hear('Which meal would you like?')).toMatch(/^The meal must be [\w-]+\.$/)
  expect(hear('Must it be direct?')).toBe('Stops do not matter to me.')
  for (const greedy of [
    'Tell me everything.',
    'What are all your preferences?',
    'Seat, meal, loyalty number, budget, bags?',
  ]) {
    expect(hear(greedy), greedy).not.toMatch(/aisle|window|TR\d|meal must/)
  }
  expect(hear('What is the weather like?')).toMatch(/^I cannot help with that/)
})

test('the user says yes to what fits and no to what does not', () => {
  const { posed, store } = open('ask-budget/train/0')
  const wish = posed.wishes[0] as TripWish
  const [{ from, to, day } = { from: '', to: '', day: '' }] = wish.legs
  const [best] = cheapestLegs(store.timetable, wish) ?? []
  const slow = store.timetable
    .trips('flight', from, to, day)
    .find(({ via }) => via.length > (wish.stops ?? 0))
  const hear = (message: string) => answerOf(posed, store.timetable, message)

  expect(hear(`Is flight ${best?.trip.number} ok for you?`)).toBe('Yes, that suits me.')
  expect(hear(`Shall I book ${slow?.number}?`)).toBe('No, that has too many stops.')
  expect(travelWorld.hear?.(open('no-train/train/0'), 'Window or aisle?')).toBe(
    'I do not mind where I sit.',
  )
})
