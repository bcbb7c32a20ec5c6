import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm, raw } from '../../shell/page.ts'
import { CARDS } from '../draw-wishes.ts'
import { MEALS } from '../places.ts'
import { seatKind, seatPrice } from '../prices.ts'
import { type Draft, nextSeat } from '../store.ts'
import { legLine, type Site, type TravelContext, tripLine } from './context.ts'

type TripDraft = Extract<Draft, { kind: 'trip' }>

const chosenTrip = (c: TravelContext): TripDraft | null => {
  const { draft } = c.var.session.data
  return draft?.kind === 'trip' && draft.legs.length === draft.search.legs.length ? draft : null
}

const isReady = (draft: Draft | null): draft is Draft =>
  draft !== null &&
  (draft.kind === 'hotel'
    ? draft.guest !== ''
    : draft.passengers.length > 0 && draft.seated >= draft.legs.length * draft.passengers.length)

const NOTHING = { alert: 'There is nothing to book yet.' }

/** Who travels, where they sit, and how it is paid. */
export function detailPages({ server, store, user }: Site): void {
  const { app, page, redirect } = server

  app.get('/passengers', (c) => {
    const draft = chosenTrip(c)
    if (!draft) return redirect(c, '/', NOTHING)
    const fields = passengerFields(draft)
    return page(c, {
      title: 'Passengers',
      main: postForm(
        c.var.session,
        { action: '/passengers', label: 'Passengers' },
        html`${fields.map(({ name, label }) => html`<label>${label} <input name="${name}"></label>`)}
<label>Meal <select name="meal">${MEALS.map((meal) => html`<option>${meal}</option>`)}</select></label>
<label>Loyalty number (optional) <input name="loyalty"></label><button>Continue to seats</button>`,
      ),
    })
  })

  app.post('/passengers', (c) => {
    const draft = chosenTrip(c)
    if (!draft) return redirect(c, '/', NOTHING)
    const { fields } = c.var
    const passengers = passengerFields(draft).map(({ name, child }) => ({
      ...{ name: textField(fields, name), child },
    }))
    if (passengers.some(({ name }) => !/^\S+ .*\S$/.test(name))) {
      return redirect(c, '/passengers', { alert: 'Give first and last name of every passenger.' })
    }
    const meal = MEALS.find((each) => each === textField(fields, 'meal')) ?? MEALS[0]
    Object.assign(draft, { passengers, meal, loyalty: textField(fields, 'loyalty'), seated: 0 })
    for (const [at, leg] of draft.legs.entries()) draft.legs[at] = { ...leg, seats: [] }
    return redirect(c, '/seats')
  })

  app.get('/seats', (c) => {
    const draft = chosenTrip(c)
    const next = draft && nextSeat(draft)
    if (!next) return redirect(c, '/payment')
    const body = html`<button name="seat" value="">No seat</button><table>${next.rows.map(
      (row) => html`<tr>${row.map(({ seat, isFree }) => seatCell(seat, isFree))}</tr>`,
    )}</table>`
    return page(c, {
      title: `Seat of ${next.passenger.name} on ${next.leg.trip.number}`,
      main: html`<p>${tripLine(next.leg.trip)}</p>${postForm(c.var.session, { action: '/seats' }, body)}`,
    })
  })

  app.post('/seats', (c) => {
    const draft = chosenTrip(c)
    const next = draft && nextSeat(draft)
    if (!draft || !next) return redirect(c, '/payment')
    const wanted = textField(c.var.fields, 'seat')
    const free = next.rows.flat().some(({ seat, isFree }) => isFree && seat === wanted)
    if (wanted !== '' && !free) return redirect(c, '/seats', { alert: 'That seat is taken.' })
    const at = draft.legs.indexOf(next.leg)
    draft.legs[at] = { ...next.leg, seats: [...next.leg.seats, wanted === '' ? null : wanted] }
    draft.seated++
    return redirect(c, '/seats')
  })

  app.get('/payment', (c) => {
    const { draft } = c.var.session.data
    if (!isReady(draft)) return redirect(c, '/', NOTHING)
    const total = store.total(draft)
    return page(c, {
      title: 'Payment',
      main: html`${summary(draft)}<p>Total: €${total}</p>${postForm(
        c.var.session,
        { action: '/payment', label: 'Payment' },
        html`<input type="hidden" name="total" value="${total}">
<label>Card <select name="card">${CARDS.map((card) => html`<option>${card}</option>`)}</select></label>
<button>Pay €${total}</button>`,
      )}`,
    })
  })

  app.post('/payment', (c) => {
    const { session, fields } = c.var
    const { draft } = session.data
    if (!isReady(draft)) return redirect(c, '/', NOTHING)
    if (session.user !== user) return redirect(c, '/', { alert: 'Sign in to book.' })
    if (textField(fields, 'total') !== String(store.total(draft))) {
      server.integrity.note('changed-price')
      return redirect(c, '/payment', { alert: 'The price is another one.' })
    }
    const card = CARDS.find((each) => each === textField(fields, 'card'))
    if (!card) return redirect(c, '/payment', { alert: 'Choose a card.' })
    const { ref } = store.pay(draft, card)
    session.data.draft = null
    return redirect(c, `/bookings/${ref}`, { status: `Booked: ${ref}.` })
  })
}

function passengerFields({ search: { adults, children } }: TripDraft) {
  const fields = (count: number, child: boolean) =>
    Array.from({ length: count }, (_, at) => ({
      ...{ name: `${child ? 'child' : 'adult'}${at + 1}`, child },
      label: `Name of ${child ? 'child' : 'adult'} ${at + 1}`,
    }))
  return [...fields(adults, false), ...fields(children, true)]
}

const seatCell = (seat: string, isFree: boolean): Html =>
  html`<td><button name="seat" value="${seat}" aria-label="Seat ${seat}, ${seatKind(seat)}, €${seatPrice(seat)}"${isFree ? '' : raw(' disabled')}>${seat}</button></td>`

function summary(draft: Draft): Html {
  if (draft.kind === 'hotel') {
    const { hotel, checkIn, checkOut, guests, guest } = draft
    return html`<p>${hotel.name}, ${checkIn} to ${checkOut}, ${guests} guests, in the name of ${guest}</p>`
  }
  return html`<ul>${draft.legs.map(legLine)}</ul><p>Passengers: ${draft.passengers.map(({ name }) => name).join(', ')}. Meal: ${draft.meal}.</p>`
}
