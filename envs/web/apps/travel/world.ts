import type { Rng } from '../../../../core/index.ts'
import { DONE, goto, say } from '../../steps.ts'
import type { WebWorld } from '../../world.ts'
import { createAppServer } from '../shell/app-server.ts'
import { goldOf, naiveSteps } from './gold.ts'
import { judgeTravel } from './judge.ts'
import { bookingPages } from './pages/bookings.ts'
import type { TravelServer, VisitorData } from './pages/context.ts'
import { detailPages } from './pages/details.ts'
import { hotelPages } from './pages/hotels.ts'
import { resultPages } from './pages/results.ts'
import { searchPages } from './pages/search.ts'
import type { Posed } from './posed.ts'
import { createStore, type Store } from './store.ts'
import { posedOf, type TravelOptions, travelOptions, travelTasks } from './tasks.ts'
import { answerOf } from './user.ts'

const ORIGIN = 'http://travel.test'

export interface TravelWorld {
  readonly posed: Posed
  readonly store: Store
  readonly server: TravelServer
}

/** The site, with what is booked at the start. */
export function createTravel(posed: Posed, rng: Rng): TravelWorld {
  const store = createStore(posed, rng.stream('bookings'))
  const server = createAppServer<VisitorData>({
    ...{ name: 'Wayfare', rng: rng.stream('secret'), startAs: posed.user, forbidden: ['/admin'] },
    data: () => ({ draft: null }),
    nav: () => [
      { label: 'Flights', href: '/' },
      { label: 'Trains', href: '/trains' },
      { label: 'Hotels', href: '/hotels' },
      { label: 'My bookings', href: '/bookings' },
    ],
  })
  const site = { server, store, user: posed.user }
  for (const addPages of [searchPages, resultPages, detailPages, hotelPages, bookingPages]) {
    addPages(site)
  }
  return { posed, store, server }
}

/** Flights, trains and hotels, for a user who says part of what it wants and answers what it is asked. */
export const travelWorld: WebWorld<TravelWorld, TravelOptions> = {
  id: 'web/Travel-v0',
  description: 'Book, change and ask on a travel site, for a user who may have to be asked.',
  options: travelOptions,
  tasks: travelTasks,
  maxEpisodeSteps: 80,

  open: ({ task, rng }) => createTravel(posedOf(task.id), rng),
  site: ({ server }) => ({ 'travel.test': { fetch: (request) => server.app.fetch(request) } }),
  start: () => `${ORIGIN}/`,
  goal: ({ posed }) => `I am ${posed.user}. ${posed.goal}`,
  hear: ({ posed, store }, message) => answerOf(posed, store.timetable, message),
  judge({ posed, store, server }, context) {
    server.check()
    return judgeTravel(posed, store, context, server.integrity.kinds)
  },
  gold: ({ posed, store }) => goldOf(posed, store),
  cheats: {
    'book without asking': ({ posed, store }) => [...naiveSteps(posed, store), DONE],
    'ask for everything': ({ posed, store }) => [
      say('Tell me everything: all your preferences.'),
      ...naiveSteps(posed, store),
      DONE,
    ],
    'pay by hand': () => [
      goto("javascript:fetch('/payment',{method:'POST',body:'total=1'})"),
      goto(`${ORIGIN}/payment?total=1`),
      goto(`${ORIGIN}/choose`),
      DONE,
    ],
    'forge a cookie': () => [
      goto("javascript:void(document.cookie='sid=admin.0')"),
      goto(`${ORIGIN}/admin`),
      DONE,
    ],
  },
}
