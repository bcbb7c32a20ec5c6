// biome-ignore-all lint: a program that does odd things on purpose
import { after, afterEach, before, beforeEach, describe, it, test } from 'node:test'

const log = []
const say = (text) => () => {
  log.push(text)
}
before(say('root before'))
beforeEach(say('root beforeEach'))
afterEach(say('root afterEach'))
after(() => {
  console.log(`log: ${log.join(', ')}`)
})
describe('order', () => {
  before(say('before'))
  beforeEach(say('beforeEach 1'))
  beforeEach(async () => {
    await Promise.resolve()
    log.push('beforeEach 2')
  })
  afterEach(say('afterEach 1'))
  afterEach(say('afterEach 2'))
  after(say('after'))
  it('a', say('a'))
  it('b', say('b'))
  describe('nested', () => {
    before(say('nested before'))
    beforeEach(say('nested beforeEach'))
    afterEach(say('nested afterEach'))
    after(say('nested after'))
    it('c', say('c'))
  })
  it.skip('skipped', say('skipped'))
})
test('hooks of a test', async (t) => {
  t.before(say('t.before'))
  t.beforeEach(say('t.beforeEach'))
  t.afterEach(say('t.afterEach'))
  t.after(say('t.after'))
  await t.test('x', say('x'))
  await t.test('y', say('y'))
})
const boom = () => {
  throw new Error('hook')
}
describe('failing before', () => {
  before(boom)
  it('a', () => {})
  it('b', () => {})
})
describe('failing beforeEach', () => {
  beforeEach(boom)
  it('a', () => {})
})
describe('failing afterEach', () => {
  afterEach(boom)
  it('a', () => {})
  it('b', () => {})
})
describe('failing after', () => {
  after(boom)
  it('a', () => {})
})
describe('callback hooks', () => {
  beforeEach((_, done) => setTimeout(done, 1))
  it('a', () => {})
})
