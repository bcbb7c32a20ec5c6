import { getEventListeners } from 'node:events'
import { expect, onTestFinished, test, vi } from 'vitest'
import { DeadlineError, withDeadline } from './index.ts'

const never = () => new Promise<never>(() => {})

test('gives what the work gives', async () => {
  await expect(withDeadline('work', 1000, undefined, async () => 5)).resolves.toBe(5)
})

test('rejects with a DeadlineError naming the work, and aborts its signal with it', async () => {
  let seen: AbortSignal | undefined

  const late = withDeadline('the work', 10, undefined, (signal) => {
    seen = signal
    return never()
  })

  await expect(late).rejects.toThrow(DeadlineError)
  await expect(late).rejects.toThrow('Cannot finish the work: 10 ms have passed')
  expect(seen?.aborted).toBe(true)
  expect(seen?.reason).toBeInstanceOf(DeadlineError)
})

test('names the deadline even when the work rejects in its own words from the abort event', async () => {
  const late = withDeadline(
    'the work',
    10,
    undefined,
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('I was stopped')))
      }),
  )

  await expect(late).rejects.toThrow(DeadlineError)
})

test('rejects with the reason of the outer signal, before and during the work', async () => {
  const controller = new AbortController()
  const reason = new Error('the user went away')
  let began = 0

  const during = withDeadline('work', 1000, controller.signal, () => {
    began++
    return never()
  })
  controller.abort(reason)

  await expect(during).rejects.toBe(reason)
  await expect(
    withDeadline('work', 1000, controller.signal, async () => {
      began++
    }),
  ).rejects.toBe(reason)
  expect(began).toBe(1)
})

test('leaves no timer and no listener behind, however it ends', async () => {
  // Timers of the test runner come and go: only those of the work are faked and counted.
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { signal } = new AbortController()

  await withDeadline('work', 60_000, signal, async () => 1)
  await withDeadline('work', 60_000, signal, async () => {
    throw new Error('no')
  }).catch(() => {})
  await withDeadline('work', 60_000, signal, () => {
    throw new Error('at once')
  }).catch(() => {})
  const late = withDeadline('work', 5, signal, never).catch(() => {})
  expect(vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(5)
  await late

  expect(vi.getTimerCount()).toBe(0)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('never fires for Infinity or for more than a timer can hold', async () => {
  const work = () => new Promise((resolve) => setTimeout(() => resolve('done'), 30))

  await expect(withDeadline('work', Number.POSITIVE_INFINITY, undefined, work)).resolves.toBe(
    'done',
  )
  await expect(withDeadline('work', 2 ** 40, undefined, work)).resolves.toBe('done')
})

test('leaves no rejection unheard when the work aborts the outer signal and throws at once', async () => {
  const controller = new AbortController()
  const unheard: unknown[] = []
  const listen = (reason: unknown) => unheard.push(reason)
  process.on('unhandledRejection', listen)

  const work = withDeadline('work', 1000, controller.signal, () => {
    controller.abort(new Error('stop'))
    throw new Error('thrown at once')
  })

  await expect(work).rejects.toThrow('thrown at once')
  await new Promise((resolve) => setTimeout(resolve, 10))
  process.off('unhandledRejection', listen)
  expect(unheard).toEqual([])
})
