// biome-ignore-all lint: a program that does odd things on purpose
import assert from 'node:assert'
import { describe, it, suite, test } from 'node:test'

test('passes', () => {})
test('fails', () => {
  assert.strictEqual(1, 2)
})
test('throws a text', () => {
  throw 'text'
})
test('throws undefined', () => {
  throw undefined
})
test('throws null', () => {
  throw null
})
test('throws an object', () => {
  throw { message: 'odd', code: 7 }
})
test('rejects', async () => {
  await Promise.resolve()
  throw new TypeError('later')
})
test('returns a rejected promise', () => Promise.reject(new Error('no')))
test('returns a thenable', () => ({ then: (resolve) => resolve() }))
test('', () => {})
test(function named() {})
test(() => {})
test('name with # and \\ in it', () => {})
test('name with\na line break', () => {})
test({ name: 'name in options' }, () => {})
test('has no function')
test('callback', (_, done) => setTimeout(done, 1))
test('failing callback', (_, done) => setTimeout(() => done(new Error('called back')), 1))
test('callback and promise', async (_, done) => {
  done()
})
it('is a test too', () => {})
describe('empty suite', () => {})
describe('suite without function')
suite('suite()', () => {
  test('test in suite', () => {})
})
describe(() => {
  it(() => {})
})
