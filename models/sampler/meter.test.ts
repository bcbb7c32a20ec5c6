import { expect, test } from 'vitest'
import { createMeter } from './meter.ts'

const row = () => ({ request: { prompt: [1, 2, 3, 4] } })

test('a tick that draws two tokens for a request has drawn for one', () => {
  const meter = createMeter()
  const [a, b] = [row(), row()]
  for (const one of [a, a, b]) meter.drew(one)
  meter.ticked(1)
  meter.drew(b)
  meter.ticked(1)
  expect(meter.totals()).toMatchObject({ occupancy: 1.5, sampledTokens: 4, ticks: 2 })
})

test('what is computed again for a request is not counted among its cached tokens again', () => {
  const meter = createMeter()
  const [a, b] = [row(), row()]
  for (const one of [a, b]) meter.arrived(one)
  for (let time = 0; time < 3; time++) meter.cached(a, 3)
  meter.drew(b)
  meter.cached(b, 3)
  expect(meter.totals()).toMatchObject({ promptTokens: 8, cachedTokens: 3 })
})

test('a request that begins anew has waited once', () => {
  let now = 0
  const meter = createMeter(() => now)
  const one = row()
  meter.arrived(one)
  now = 10
  meter.began(one)
  now = 100
  meter.began(one)
  expect(meter.totals().queueMs).toEqual({ mean: 10, max: 10 })
})
