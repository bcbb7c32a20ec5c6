import { expect, test } from 'vitest'
import { createManualClock, systemClock } from './index.ts'

test('a manual clock moves when told to and when something sleeps, at once', async () => {
  const clock = createManualClock(1000)

  clock.advance(5)
  await clock.sleep(60_000)

  expect(clock.now()).toBe(61_005)
})

test('a manual clock does not go back for a negative sleep', async () => {
  const clock = createManualClock(1000)

  await clock.sleep(-5)

  expect(clock.now()).toBe(1000)
})

test.each([
  ['manual', createManualClock()],
  ['system', systemClock],
])('a %s clock rejects a sleep with the reason of a signal that is aborted', async (_, clock) => {
  const reason = new Error('enough')

  await expect(clock.sleep(5, AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('the system clock wakes early with the reason when aborted', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')

  const sleeping = systemClock.sleep(60_000, controller.signal)
  controller.abort(reason)

  await expect(sleeping).rejects.toBe(reason)
})

test('the system clock sleeps, and longer than a timer can', async () => {
  const controller = new AbortController()
  const before = systemClock.now()

  const forever = systemClock.sleep(Number.POSITIVE_INFINITY, controller.signal)
  await systemClock.sleep(20)

  expect(systemClock.now() - before).toBeGreaterThanOrEqual(15)
  controller.abort(new Error('at last'))
  await expect(forever).rejects.toThrow('at last')
})
