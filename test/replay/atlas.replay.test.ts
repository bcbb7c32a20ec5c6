import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { make, rollout } from '../../core/index.ts'
import {
  isOutsideBlocked,
  openCassette,
  replay,
  toHandlers,
  withHandlers,
} from '../../fixtures/index.ts'
import { ATLAS, atlas } from './atlas.ts'
import { CAPITALS, searching } from './atlas-case.ts'

const folder = 'fixtures/recordings/http-tool'

test('a tool over HTTP is replayed with its server down', async () => {
  const cassette = await openCassette(folder)

  const { trajectory, unused } = await replay(cassette, { env: atlas, agent: searching })

  expect(isOutsideBlocked()).toBe(true)
  expect(unused).toEqual([])
  expect(trajectory.turns.map(({ observation }) => String(observation).slice(0, 3))).toEqual([
    '404',
    '200',
    'Yes',
  ])
  expect(trajectory.outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
})

test('handlers written by hand play any seed, recorded or not', async () => {
  const handlers = [
    http.post<never, { query: string }>(`${ATLAS}/search`, async ({ request }) => {
      const { query } = await request.json()
      return HttpResponse.json({ text: `Of ${query} the capital is ${CAPITALS[query]}.` })
    }),
    http.get<{ country: string }>(`${ATLAS}/capitals/:country`, ({ params }) =>
      HttpResponse.json({ capital: CAPITALS[params.country] }),
    ),
  ]

  const played = await withHandlers(handlers, () => Promise.all([1, 2, 3, 4].map(playLive)))

  expect(isOutsideBlocked()).toBe(true)
  for (const { turns, outcome } of played) {
    expect(turns).toHaveLength(2)
    expect(outcome).toMatchObject({ reward: { value: 1 } })
  }
})

test('handlers beside a cassette answer first, and what they answered is not the recording', async () => {
  const cassette = await openCassette(folder)
  const recorded = cassette.trajectory.turns[1]?.observation
  const same = http.post<never, { query: string }>(`${ATLAS}/search`, async ({ request }) => {
    const { query } = await request.json()
    if (!query.startsWith('capital ')) return undefined
    return HttpResponse.json(JSON.parse(String(recorded).replace('200: ', '')))
  })
  const other = http.post(`${ATLAS}/search`, () => HttpResponse.json({ text: 'Nobody knows.' }))

  const played = { env: atlas, agent: searching }
  const { unused } = await replay(cassette, { ...played, handlers: [same] })
  const differing = replay(cassette, { ...played, handlers: [other] })

  expect(unused.map(({ channel }) => channel)).toEqual(['fetch'])
  await expect(differing).rejects.toMatchObject({ name: 'ReplayError' })
  await expect(differing).rejects.toThrow(/turns\[0\]\.observation is .*Nobody knows/)
})

test('a cassette turned into handlers answers as the server did', async () => {
  const cassette = await openCassette(folder)
  const handlers = await toHandlers(cassette)

  const { turns, outcome } = await withHandlers(handlers, () =>
    playLive(cassette.header.episode.seed),
  )

  expect(turns.map(({ observation }) => observation)).toEqual(
    cassette.trajectory.turns.map(({ observation }) => observation),
  )
  expect(outcome).toMatchObject({ reward: { value: 1 } })
})

async function playLive(seed: number) {
  await using env = await make(atlas)
  return await rollout(env, searching, { seed })
}
