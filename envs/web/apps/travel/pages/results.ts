import { textField } from '../../shell/app-server.ts'
import { type Html, html, postForm, raw } from '../../shell/page.ts'
import { longDay, partOfDay } from '../days.ts'
import type { Trip } from '../model.ts'
import { labelOf } from '../places.ts'
import type { Draft } from '../store.ts'
import { FARES } from '../timetable.ts'
import { fareRules, type Site, type TravelContext, tripLine } from './context.ts'

type TripDraft = Extract<Draft, { kind: 'trip' }>

/** The trip that is being put together; null: there is none, or it is complete. */
const draftOf = (c: TravelContext): TripDraft | null => {
  const { draft } = c.var.session.data
  return draft?.kind === 'trip' && draft.legs.length < draft.search.legs.length ? draft : null
}

const NO_DRAFT = { alert: 'Search for a trip first.' }

/** Leg by leg: a trip, then a fare. */
export function resultPages({ server, store }: Site): void {
  const { app, page, redirect } = server

  const found = (draft: TripDraft): readonly Trip[] => {
    const leg = draft.search.legs[draft.legs.length]
    return leg ? store.timetable.trips(draft.search.mode, leg.from, leg.to, leg.day) : []
  }

  app.get('/results', (c) => {
    const draft = draftOf(c)
    const leg = draft?.search.legs[draft.legs.length]
    if (!draft || !leg) return redirect(c, '/', NO_DRAFT)
    const trips = found(draft)
    const shown = filtered(trips, c)
    const { legs } = draft.search
    const part = legs.length > 1 ? `Part ${draft.legs.length + 1} of ${legs.length}: ` : ''
    return page(c, {
      title: `${part}${labelOf(leg.from)} to ${labelOf(leg.to)}`,
      main: html`<p>${longDay(leg.day)}. ${shown.length} of ${trips.length} results. Prices are for one adult in the lowest fare.</p>
<div class="columns"><aside>${filterForm(c, trips)}</aside>
<section><ul class="plain" aria-label="Results">${shown.map(
        (trip) => html`<li>${tripLine(trip)}: €${trip.price}
${postForm(c.var.session, { action: '/choose', className: 'inline' }, html`<input type="hidden" name="trip" value="${trip.id}"><button>Select ${trip.number}</button>`)}</li>`,
      )}</ul>${trips.length === 0 ? html`<p>There is nothing on this route.</p>` : ''}</section></div>`,
    })
  })

  app.post('/choose', (c) => {
    const draft = draftOf(c)
    if (!draft) return redirect(c, '/', NO_DRAFT)
    const id = textField(c.var.fields, 'trip')
    const trip = found(draft).find((each) => each.id === id)
    if (!trip) return redirect(c, '/results', { alert: 'That trip is not offered.' })
    draft.trip = trip
    return redirect(c, '/fare')
  })

  app.get('/fare', (c) => {
    const draft = draftOf(c)
    if (!draft?.trip) return redirect(c, '/', NO_DRAFT)
    const { trip } = draft
    return page(c, {
      title: `Fare for ${trip.number}`,
      main: html`<p>${tripLine(trip)}</p><table><tr><th>Fare</th><th>Rules</th><th>For one adult</th><th></th></tr>
${FARES[trip.mode].map(
  (
    fare,
  ) => html`<tr><td>${fare.label}</td><td>${fareRules(fare)}</td><td>€${trip.price + fare.extra}</td>
<td>${postForm(c.var.session, { action: '/fare' }, html`<input type="hidden" name="fare" value="${fare.id}"><button>Choose ${fare.label}</button>`)}</td></tr>`,
)}</table>`,
    })
  })

  app.post('/fare', (c) => {
    const draft = draftOf(c)
    if (!draft?.trip) return redirect(c, '/', NO_DRAFT)
    const { trip } = draft
    const id = textField(c.var.fields, 'fare')
    const fare = FARES[trip.mode].find((each) => each.id === id)
    if (!fare) return redirect(c, '/fare', { alert: 'That fare is not offered.' })
    draft.legs.push({ trip, fare, seats: [] })
    draft.trip = null
    return redirect(c, draftOf(c) ? '/results' : '/passengers')
  })
}

function filtered(trips: readonly Trip[], c: TravelContext): readonly Trip[] {
  const [stops, part, max, sort] = ['stops', 'part', 'max', 'sort'].map((name) => c.req.query(name))
  const carriers = c.req.queries('carrier') ?? []
  const chosen = trips.filter(
    (trip) =>
      (!stops || trip.via.length <= Number(stops)) &&
      (!part || partOfDay(trip.departs) === part) &&
      (!max || trip.price <= Number(max)) &&
      (carriers.length === 0 || carriers.includes(trip.carrier)),
  )
  return sort === 'price' ? chosen.toSorted((a, b) => a.price - b.price) : chosen
}

function filterForm(c: TravelContext, trips: readonly Trip[]): Html {
  const highest = Math.max(0, ...trips.map(({ price }) => price))
  const option = (name: string, value: string, label: string) =>
    html`<option value="${value}"${c.req.query(name) === value ? raw(' selected') : ''}>${label}</option>`
  const carriers = [...new Set(trips.map(({ carrier }) => carrier))].sort()
  const chosen = c.req.queries('carrier') ?? []
  return html`<form action="/results" aria-label="Filters"><h2>Filters</h2>
<label>Stops <select name="stops">${option('stops', '', 'Any')}${option('stops', '0', 'Direct only')}${option('stops', '1', 'At most 1 stop')}</select></label>
<label>Departure <select name="part">${option('part', '', 'Any time')}${option('part', 'morning', 'Morning (before 12:00)')}${option('part', 'afternoon', 'Afternoon (12:00 to 16:59)')}${option('part', 'evening', 'Evening (17:00 or later)')}</select></label>
<fieldset><legend>Companies</legend>${carriers.map(
    (carrier) =>
      html`<label><input type="checkbox" name="carrier" value="${carrier}"${chosen.includes(carrier) ? raw(' checked') : ''}> ${carrier}</label>`,
  )}</fieldset>
<label>Highest price <input type="range" name="max" min="0" max="${highest}" value="${c.req.query('max') ?? highest}"></label>
<label>Sort by <select name="sort">${option('sort', '', 'Departure')}${option('sort', 'price', 'Price')}</select></label>
<button>Apply filters</button></form>`
}
