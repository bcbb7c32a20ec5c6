import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatRoute, parseRoute, type Route } from './route.ts'

const list = { query: fc.string(), sort: fc.constantFrom('', 'reward', '-reward') }
const name = fc.string({ minLength: 1 })
const turn = fc.option(fc.nat())
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ view: fc.constant('overview' as const), panel: fc.option(name), ...list }),
  fc.record({ view: fc.constant('episodes' as const), at: fc.option(fc.string()), ...list }),
  fc.record({
    view: fc.constant('samples' as const),
    samples: fc.record({
      ...{ run: fc.string(), update: fc.string(), outcome: fc.string() },
      ...{ group: fc.string(), order: fc.string(), at: fc.string() },
    }),
    ...list,
  }),
  fc.record({ view: fc.constant('episode' as const), run: name, id: name, turn, ...list }),
)

test('a route is read back from its address', () => {
  fc.assert(
    fc.property(routes, (route) => {
      expect(parseRoute(formatRoute(route))).toEqual(route)
    }),
  )
})

test('parseRoute reads an episode with its turn and the list it was opened from', () => {
  expect(parseRoute('#/episode/pa-swe/e000003?turn=3&q=kind%3Aoff-by-one&sort=-reward')).toEqual({
    view: 'episode',
    run: 'pa-swe',
    id: 'e000003',
    turn: 3,
    query: 'kind:off-by-one',
    sort: '-reward',
  })
})

test('parseRoute shows the overview for what it does not know', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#/%E0%A4%A']) {
    expect(parseRoute(hash)).toMatchObject({ view: 'overview', panel: null })
  }
})

test('parseRoute shows the list for an episode without an id', () => {
  expect(parseRoute('#/episode/run')).toMatchObject({ view: 'episodes' })
})
