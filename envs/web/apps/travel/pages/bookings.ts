import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm, raw } from '../../shell/page.ts'
import { isBookable, longDay, TODAY } from '../days.ts'
import type { Booking, TripBooking } from '../model.ts'
import { cityOf } from '../places.ts'
import { cancelFee, changeFee, refundOf } from '../prices.ts'
import { CLIENT_SCRIPT } from './client-script.ts'
import { legLine, type Site, type TravelContext, tripLine } from './context.ts'

/** What was booked: looked at, changed and cancelled by who booked it. */
export function bookingPages({ server, store, user }: Site): void {
  const { app, page, redirect } = server
  const bookingOf = (c: TravelContext): Booking | undefined =>
    c.var.session.user === user
      ? store.bookings.find(({ ref }) => ref === c.req.param('ref'))
      : undefined
  const MISSING = { alert: 'There is no such booking.' }

  app.get('/bookings', (c) => {
    const shown = c.var.session.user === user ? store.bookings : []
    return page(c, {
      title: 'My bookings',
      main: html`<table><tr><th>Reference</th><th>What</th><th>State</th><th>Total</th></tr>${shown.map(
        (booking) =>
          html`<tr><td><a href="/bookings/${booking.ref}">${booking.ref}</a></td><td>${titleOf(booking)}</td><td>${booking.status}</td><td>€${booking.total}</td></tr>`,
      )}</table>`,
    })
  })

  app.get('/bookings/:ref', (c) => {
    const booking = bookingOf(c)
    if (!booking) return redirect(c, '/bookings', MISSING)
    const { ref, status, total, fees, card } = booking
    const actions = html`<p>${isChangeable(booking) ? html`<a href="/bookings/${ref}/change">Change the day</a> ` : ''}<a href="/bookings/${ref}/cancel">Cancel this booking</a></p>`
    return page(c, {
      title: `Booking ${ref}`,
      main: html`<p>${titleOf(booking)}: ${status}</p>${partsOf(booking)}
<p>Total: €${total}, paid with ${card}.${fees > 0 ? ` Fees: €${fees}.` : ''}</p>${status === 'confirmed' ? actions : ''}`,
    })
  })

  app.get('/bookings/:ref/cancel', (c) => {
    const booking = bookingOf(c)
    if (booking?.status !== 'confirmed') return redirect(c, '/bookings', MISSING)
    const fee = cancelFee(booking)
    const rule = fee === null ? 'This booking is not refundable.' : `The fee is €${fee}.`
    const action = `/bookings/${booking.ref}/cancel`
    return page(c, {
      title: `Cancel ${booking.ref}`,
      main: html`<p>${titleOf(booking)}, paid €${booking.total}. ${rule} You get back €${refundOf(booking)}.</p>
${postForm(c.var.session, { action }, html`<button>Cancel the booking</button>`)}`,
    })
  })

  app.post('/bookings/:ref/cancel', (c) => {
    const booking = bookingOf(c)
    if (booking?.status !== 'confirmed') return redirect(c, '/bookings', MISSING)
    store.cancel(booking)
    return redirect(c, `/bookings/${booking.ref}`, { status: 'Cancelled.' })
  })

  app.get('/bookings/:ref/change', (c) => {
    const booking = bookingOf(c)
    if (!booking || !isChangeable(booking)) return redirect(c, '/bookings', MISSING)
    return page(c, {
      title: `Change ${booking.ref}`,
      main: changeForm(c, booking, c.req.query('day') ?? ''),
    })
  })

  app.post('/bookings/:ref/change', (c) => {
    const booking = bookingOf(c)
    const trip = store.timetable.trip(textField(c.var.fields, 'trip'))
    if (!booking || !trip || store.changeCost(booking, trip) === null) {
      return redirect(c, '/bookings', { alert: 'This change is not possible.' })
    }
    store.change(booking, trip)
    return redirect(c, `/bookings/${booking.ref}`, { status: 'Changed.' })
  })

  function changeForm(c: TravelContext, booking: TripBooking, day: string): Html {
    const action = `/bookings/${booking.ref}/change`
    const trip = booking.legs[0]?.trip
    const trips =
      trip && isBookable(day) ? store.timetable.trips(trip.mode, trip.from, trip.to, day) : []
    const choice = html`<h2>${isBookable(day) ? longDay(day) : ''}</h2><ul class="plain" aria-label="Results">${trips.map(
      (
        each,
      ) => html`<li>${tripLine(each)}: €${each.price}; the change costs €${store.changeCost(booking, each)}
${postForm(c.var.session, { action, className: 'inline' }, html`<input type="hidden" name="trip" value="${each.id}"><button>Change to ${each.number}</button>`)}</li>`,
    )}</ul>`
    return html`<form action="${action}" aria-label="New day"><p><label>New date <input id="day" name="day" aria-label="New date" readonly data-today="${TODAY}" value="${day}"></label>
<button type="button" data-calendar="day">Choose new date</button></p><button>Show</button></form>${trips.length > 0 ? choice : ''}
<script>${raw(CLIENT_SCRIPT)}</script>`
  }
}

const isChangeable = (booking: Booking): booking is TripBooking =>
  booking.kind === 'trip' &&
  booking.status === 'confirmed' &&
  booking.legs.length === 1 &&
  changeFee(booking) !== null

function titleOf(booking: Booking): string {
  if (booking.kind === 'hotel') {
    return `${booking.hotel.name}, ${cityOf(booking.hotel.city)}, ${longDay(booking.checkIn)}`
  }
  const [first] = booking.legs
  const last = booking.legs.at(-1)
  return `${first?.trip.mode === 'train' ? 'Train' : 'Flight'} ${cityOf(first?.trip.from ?? '')} to ${cityOf(last?.trip.to ?? '')}, ${longDay(first?.trip.day ?? '')}`
}

const partsOf = (booking: Booking): Html =>
  booking.kind === 'trip'
    ? html`<ul>${booking.legs.map(legLine)}</ul><p>Passengers: ${booking.passengers.map(({ name }) => name).join(', ')}. Meal: ${booking.meal}.</p>`
    : html`<p>${booking.guests} guests, in the name of ${booking.guest}, until ${longDay(booking.checkOut)}.</p>`
