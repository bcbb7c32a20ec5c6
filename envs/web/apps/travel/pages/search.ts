import { type Html, html, raw } from '../../shell/page.ts'
import { addDays, isBookable, TODAY } from '../days.ts'
import type { Mode } from '../model.ts'
import { labelOf, PLACES } from '../places.ts'
import type { TripSearch } from '../store.ts'
import { CLIENT_SCRIPT } from './client-script.ts'
import type { Site, TravelContext } from './context.ts'

const SHAPES = { oneway: 'One way', return: 'Return', multi: 'Multi-city' } as const
type Shape = keyof typeof SHAPES
const MULTI_LEGS = 3

/** Forms that searches begin with, and what their fields mean. */
export function searchPages({ server }: Site): void {
  const { app, page } = server
  const form = (mode: Mode, shape: Shape) => (c: TravelContext) =>
    page(c, { title: mode === 'flight' ? 'Flights' : 'Trains', main: tripForm(mode, shape) })
  app.get('/', form('flight', 'oneway'))
  app.get('/flights/return', form('flight', 'return'))
  app.get('/flights/multi', form('flight', 'multi'))
  app.get('/trains', form('train', 'oneway'))
  app.get('/trains/return', form('train', 'return'))
  app.get('/hotels', (c) => page(c, { title: 'Hotels', main: hotelForm }))
  app.get('/api/places', (c) => c.json(placesLike(c.req.query('q') ?? '')))

  app.get('/search', (c) => {
    const search = searchOf((name) => c.req.query(name) ?? '')
    if (typeof search === 'string') return server.redirect(c, '/', { alert: search })
    c.var.session.data.draft = {
      ...{ kind: 'trip', search, legs: [], trip: null, passengers: [] },
      ...{ meal: 'Standard', loyalty: '', seated: 0 },
    }
    return server.redirect(c, '/results')
  })
}

const placesLike = (query: string): readonly string[] => {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return []
  return PLACES.map(({ code }) => labelOf(code)).filter((label) =>
    label.toLowerCase().includes(wanted),
  )
}

/** The code of a place by its label, city or code. */
export function placeOf(text: string): string | undefined {
  const wanted = text.trim().toLowerCase()
  return PLACES.find(({ code, city }) =>
    [code, city, labelOf(code)].some((name) => name.toLowerCase() === wanted),
  )?.code
}

/** What a search form says, or what is wrong with it. */
function searchOf(field: (name: string) => string): TripSearch | string {
  const mode: Mode = field('mode') === 'train' ? 'train' : 'flight'
  const shape = field('shape')
  const count = shape === 'multi' ? MULTI_LEGS : 1
  const legs: TripSearch['legs'][number][] = []
  for (let at = 1; at <= count; at++) {
    const [from, to] = [placeOf(field(`from${at}`)), placeOf(field(`to${at}`))]
    if (!from || !to) return 'Choose places from the list.'
    if (from === to) return 'Choose two different places.'
    legs.push({ from, to, day: field(`day${at}`) })
  }
  const [out] = legs
  if (shape === 'return' && out) legs.push({ from: out.to, to: out.from, day: field('back') })
  if (!legs.every(({ day }) => isBookable(day))) return 'Choose days of the next three months.'
  if (legs.some(({ day }, at) => day < (legs[at - 1]?.day ?? ''))) {
    return 'Choose days in the order of travel.'
  }
  const [adults, children] = [Number(field('adults')), Number(field('children'))]
  if (!(adults >= 1 && adults <= 6 && children >= 0 && children <= 4)) {
    return 'Choose one to six adults and at most four children.'
  }
  return { mode, legs, adults: Math.trunc(adults), children: Math.trunc(children) }
}

const placeField = (name: string, label: string): Html =>
  html`<label>${label} <input name="${name}" aria-label="${label}" data-places autocomplete="off"></label>`

const dayField = (name: string, label: string): Html => html`<p>
<label>${label} <input id="${name}" name="${name}" aria-label="${label}" readonly data-today="${TODAY}" placeholder="${addDays(TODAY, 7)}"></label>
<button type="button" data-calendar="${name}">Choose ${label.toLowerCase()}</button></p>`

const counter = (name: string, label: string, low: number, high: number): Html =>
  html`<p>${label} <input type="number" name="${name}" aria-label="${label}" value="${low}" min="${low}" max="${high}" readonly data-counter></p>`

function tripForm(mode: Mode, shape: Shape): Html {
  const base = mode === 'flight' ? '/flights' : '/trains'
  const shapes = (['oneway', 'return', 'multi'] as const).filter(
    (each) => mode === 'flight' || each !== 'multi',
  )
  const first = mode === 'flight' ? '/' : '/trains'
  const legs = Array.from({ length: shape === 'multi' ? MULTI_LEGS : 1 }, (_, at) => at + 1)
  const suffix = (at: number) => (shape === 'multi' ? ` ${at}` : '')
  return html`<p>${shapes.map(
    (each) =>
      html`<a href="${each === 'oneway' ? first : `${base}/${each}`}"${each === shape ? raw(' aria-current="page"') : ''}>${SHAPES[each]}</a> `,
  )}</p>
<form action="/search" aria-label="Search">
<input type="hidden" name="mode" value="${mode}"><input type="hidden" name="shape" value="${shape}">
${legs.map(
  (
    at,
  ) => html`${placeField(`from${at}`, `From${suffix(at)}`)}${placeField(`to${at}`, `To${suffix(at)}`)}
${dayField(`day${at}`, `Departure date${suffix(at)}`)}`,
)}
${shape === 'return' ? dayField('back', 'Return date') : ''}
${counter('adults', 'Adults', 1, 6)}${counter('children', 'Children', 0, 4)}
<button>Search</button></form>
<script>${raw(CLIENT_SCRIPT)}</script>`
}

const hotelForm: Html = html`<form action="/stays" aria-label="Search">
${placeField('city', 'City')}
${dayField('in', 'Check-in date')}${dayField('out', 'Check-out date')}
${counter('guests', 'Guests', 1, 6)}
<button>Search</button></form>
<script>${raw(CLIENT_SCRIPT)}</script>`
