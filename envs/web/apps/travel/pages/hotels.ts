import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm, raw } from '../../shell/page.ts'
import { isBookable, longDay } from '../days.ts'
import type { Hotel } from '../model.ts'
import { cityOf } from '../places.ts'
import type { Site, TravelContext } from './context.ts'
import { placeOf } from './search.ts'

/** Hotels of a city, and in whose name a room is. */
export function hotelPages({ server, store }: Site): void {
  const { app, page, redirect } = server

  app.get('/stays', (c) => {
    const stay = stayOf((name) => c.req.query(name) ?? '')
    if (typeof stay === 'string') return redirect(c, '/hotels', { alert: stay })
    const { city, checkIn, checkOut, guests } = stay
    const hotels = store.timetable.hotels(city)
    const shown = filtered(hotels, c)
    const hidden = html`<input type="hidden" name="in" value="${checkIn}"><input type="hidden" name="out" value="${checkOut}"><input type="hidden" name="guests" value="${guests}">`
    return page(c, {
      title: `Hotels in ${cityOf(city)}`,
      main: html`<p>${longDay(checkIn)} to ${longDay(checkOut)}, guests: ${guests}. ${shown.length} of ${hotels.length} hotels. Prices are for a room of two, a night.</p>
<div class="columns"><aside>${filterForm(c, hotels, html`<input type="hidden" name="city" value="${city}">${hidden}`)}</aside>
<section><ul class="plain" aria-label="Results">${shown.map(
        (hotel) => html`<li>${hotelLine(hotel)}
${postForm(c.var.session, { action: '/room', className: 'inline' }, html`<input type="hidden" name="hotel" value="${hotel.id}">${hidden}<button>Book ${hotel.name}</button>`)}</li>`,
      )}</ul></section></div>`,
    })
  })

  app.post('/room', (c) => {
    const field = (name: string) => textField(c.var.fields, name)
    const hotel = store.timetable.hotel(field('hotel'))
    const stay = stayOf((name) => (name === 'city' ? (hotel?.city ?? '') : field(name)))
    if (typeof stay === 'string') return redirect(c, '/hotels', { alert: stay })
    if (!hotel) return redirect(c, '/hotels', { alert: 'There is no such hotel.' })
    const { checkIn, checkOut, guests } = stay
    const draft = { kind: 'hotel', hotel, checkIn, checkOut, guests, guest: '' } as const
    c.var.session.data.draft = { ...draft }
    return redirect(c, '/guest')
  })

  app.get('/guest', (c) => {
    const { draft } = c.var.session.data
    if (draft?.kind !== 'hotel') return redirect(c, '/hotels')
    return page(c, {
      title: 'Guest',
      main: html`<p>${hotelLine(draft.hotel)}</p>${postForm(c.var.session, { action: '/guest', label: 'Guest' }, html`<label>Name of the guest <input name="guest"></label><button>Continue to payment</button>`)}`,
    })
  })

  app.post('/guest', (c) => {
    const { draft } = c.var.session.data
    const guest = textField(c.var.fields, 'guest')
    if (draft?.kind !== 'hotel') return redirect(c, '/hotels')
    if (!/^\S+ .*\S$/.test(guest)) {
      return redirect(c, '/guest', { alert: 'Give first and last name.' })
    }
    draft.guest = guest
    return redirect(c, '/payment')
  })
}

function stayOf(field: (name: string) => string) {
  const city = placeOf(field('city'))
  const [checkIn, checkOut, guests] = [field('in'), field('out'), Number(field('guests'))]
  if (!city) return 'Choose a city from the list.'
  if (!isBookable(checkIn) || !isBookable(checkOut) || checkOut <= checkIn) {
    return 'Choose days of the next three months, check-out after check-in.'
  }
  if (!(guests >= 1 && guests <= 6)) return 'Choose one to six guests.'
  return { city, checkIn, checkOut, guests: Math.trunc(guests) }
}

const hotelLine = ({ name, stars, price, breakfast, freeCancellation, pool }: Hotel): string =>
  `${name}, ${stars} stars, ${breakfast ? 'breakfast included' : 'without breakfast'}, ${pool ? 'pool' : 'no pool'}, ${freeCancellation ? 'free cancellation' : 'not refundable'}: €${price}`

function filtered(hotels: readonly Hotel[], c: TravelContext): readonly Hotel[] {
  const asks = (name: string) => c.req.query(name) === 'on'
  const [stars, max] = [Number(c.req.query('stars') ?? 0), c.req.query('max')]
  return hotels.filter(
    (hotel) =>
      hotel.stars >= stars &&
      (!asks('breakfast') || hotel.breakfast) &&
      (!asks('pool') || hotel.pool) &&
      (!asks('free') || hotel.freeCancellation) &&
      (!max || hotel.price <= Number(max)),
  )
}

function filterForm(c: TravelContext, hotels: readonly Hotel[], hidden: Html): Html {
  const highest = Math.max(0, ...hotels.map(({ price }) => price))
  const box = (name: string, label: string) =>
    html`<label><input type="checkbox" name="${name}"${c.req.query(name) === 'on' ? raw(' checked') : ''}> ${label}</label>`
  const stars = c.req.query('stars') ?? '0'
  return html`<form action="/stays" aria-label="Filters"><h2>Filters</h2>${hidden}
<label>Stars at least <select name="stars">${['0', '3', '4', '5'].map((each) => html`<option${each === stars ? raw(' selected') : ''}>${each}</option>`)}</select></label>
${box('breakfast', 'Breakfast included')}${box('pool', 'Pool')}${box('free', 'Free cancellation')}
<label>Highest price <input type="range" name="max" min="0" max="${highest}" value="${c.req.query('max') ?? highest}"></label>
<button>Apply filters</button></form>`
}
