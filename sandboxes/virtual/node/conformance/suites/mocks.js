// biome-ignore-all lint: a program that does odd things on purpose
import assert from 'node:assert'
import { describe, it, mock, test } from 'node:test'

test('mock.fn counts calls', () => {
  const sum = mock.fn((a, b) => a + b)
  assert.strictEqual(sum(3, 4), 7)
  assert.strictEqual(sum.mock.callCount(), 1)
  assert.deepStrictEqual(sum.mock.calls[0].arguments, [3, 4])
  assert.strictEqual(sum.mock.calls[0].result, 7)
})
test('mock.fn without a function', () => {
  const nothing = mock.fn()
  assert.strictEqual(nothing('x'), undefined)
  assert.strictEqual(nothing.mock.calls.length, 1)
})
test('remembers what was thrown', () => {
  const fails = mock.fn(() => {
    throw new Error('inside')
  })
  assert.throws(fails, /inside/)
  assert.strictEqual(fails.mock.calls[0].error.message, 'inside')
})
test('t.mock.method is undone', async (t) => {
  const number = {
    value: 5,
    get() {
      return this.value
    },
  }
  await t.test('mocked', (t2) => {
    t2.mock.method(number, 'get', () => 9)
    assert.strictEqual(number.get(), 9)
  })
  assert.strictEqual(number.get(), 5)
})
test('implementations for a while', () => {
  const fn = mock.fn(
    () => 1,
    () => 2,
    { times: 2 },
  )
  assert.deepStrictEqual([fn(), fn(), fn()], [2, 2, 1])
  const once = mock.fn(() => 1)
  once.mock.mockImplementationOnce(() => 5)
  assert.deepStrictEqual([once(), once()], [5, 1])
})
test('getters', (t) => {
  const object = {
    get x() {
      return 1
    },
  }
  t.mock.getter(object, 'x', () => 2)
  assert.strictEqual(object.x, 2)
})
describe('timers', () => {
  it('tick', (t) => {
    const fn = t.mock.fn()
    t.mock.timers.enable({ apis: ['setTimeout'] })
    setTimeout(fn, 9999)
    assert.strictEqual(fn.mock.callCount(), 0)
    t.mock.timers.tick(9999)
    assert.strictEqual(fn.mock.callCount(), 1)
  })
  it('are real again', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1))
  })
  it('interval and Date', (t) => {
    const seen = []
    t.mock.timers.enable({ apis: ['setInterval', 'Date'], now: 100 })
    setInterval(() => seen.push(Date.now()), 50)
    t.mock.timers.tick(160)
    assert.deepStrictEqual(seen, [260, 260, 260])
  })
})
test('constructor calls', () => {
  class Dog {
    constructor(name) {
      this.name = name
    }
  }
  const Mocked = mock.fn(Dog)
  const dog = new Mocked('rex')
  assert.strictEqual(dog.name, 'rex')
  assert.ok(dog instanceof Dog)
})
