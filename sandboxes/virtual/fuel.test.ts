import { expect, test } from 'vitest'
import { Fuel } from './fuel.ts'
import { createClock } from './virtual-clock.ts'

type Limits = Partial<Record<'timeoutMs' | 'commands' | 'interrupts' | 'memory', number>>

function fuelOf(limits: Limits = {}) {
  const clock = createClock(1000)
  const { timeoutMs = 100, commands = 1000, interrupts = 1000, memory = 1000 } = limits
  const fuel = new Fuel({ clock, timeoutMs, commands, interrupts, memory, cancelled: () => false })
  return { clock, fuel }
}

test('moves the clock by work and by sleep', () => {
  const { clock, fuel } = fuelOf()

  fuel.command()
  fuel.spend(2)
  fuel.sleep(30)

  expect(clock.now()).toBe(1000 + 2 + 10 + 30)
  expect(fuel.exhausted).toBe(false)
})

test('stops a sleep at the deadline, not behind it', () => {
  const { clock, fuel } = fuelOf({ timeoutMs: 100 })

  const woke = fuel.sleep(Number.POSITIVE_INFINITY)

  expect(woke).toBe(false)
  expect(clock.now()).toBe(1100)
  expect(fuel.stopped).toBe('time')
  expect(fuel.command()).toBe(false)
})

test('names the limit that was reached first', () => {
  const commands = fuelOf({ commands: 2 }).fuel
  const interrupts = fuelOf({ interrupts: 2 }).fuel

  for (let count = 0; count < 3; count++) {
    commands.command()
    interrupts.spend(1)
  }

  expect(commands.stopped).toBe('commands')
  expect(interrupts.stopped).toBe('interrupts')
})

test('lets nothing run once more memory was written than there is', () => {
  const { fuel } = fuelOf({ memory: 100 })

  fuel.allocate(100)
  const within = fuel.command()
  fuel.allocate(1)

  expect(within).toBe(true)
  expect(fuel.stopped).toBe('memory')
  expect(fuel.command()).toBe(false)
})

test('takes time for the text that is read, printed and expanded', () => {
  const { clock, fuel } = fuelOf({ timeoutMs: 1000 })

  fuel.transfer(10_000)
  const afterTransfer = clock.now()
  fuel.expand()
  const afterExpansion = clock.now()
  fuel.transfer(10_000_000)
  fuel.expand()

  expect(afterTransfer).toBeGreaterThan(1000)
  expect(afterExpansion).toBeGreaterThan(afterTransfer)
  expect(fuel.stopped).toBe('time')
  expect(clock.now()).toBe(2000)
})

test('ends a nearer deadline alone', async () => {
  const { clock, fuel } = fuelOf({ timeoutMs: 100 })

  const inner = await fuel.within(20, async (scope) => {
    fuel.sleep(50)
    return { expired: scope.expired, exhausted: fuel.exhausted, now: clock.now() }
  })

  expect(inner).toEqual({ expired: true, exhausted: true, now: 1020 })
  expect(fuel.exhausted).toBe(false)
  expect(fuel.sleep(10)).toBe(true)
})
