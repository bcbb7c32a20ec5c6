// biome-ignore-all lint: a program that does odd things on purpose
import { describe, it, test } from 'node:test'

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
test('in time', { timeout: 600_000 }, () => wait(1))
test('out of time', { timeout: 5 }, () => wait(300))
test('aborts its signal', { timeout: 5 }, async (t) => {
  t.signal.addEventListener('abort', () => console.log('aborted'))
  await wait(300)
})
describe('suite with a timeout', { timeout: 10 }, () => {
  it('slow', () => wait(300))
  it('never starts', () => {})
})
test('callback never called', { timeout: 5 }, (_, done) => {
  setTimeout(done, 300)
})
