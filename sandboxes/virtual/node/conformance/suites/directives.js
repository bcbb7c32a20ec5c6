// biome-ignore-all lint: a program that does odd things on purpose
import { describe, it, test } from 'node:test'

const fail = () => {
  throw new Error('fails')
}
test('skip', { skip: true }, fail)
test('skip with reason', { skip: 'reason' }, fail)
test('skip false', { skip: false }, () => {})
test.skip('test.skip', fail)
it.skip('it.skip', fail)
test('todo', { todo: true }, () => {})
test('failing todo', { todo: 'later' }, fail)
test.todo('test.todo')
it.todo('it.todo', fail)
test('skips itself', (t) => {
  t.skip('at run time')
})
test('skips itself and fails', (t) => {
  t.skip()
  fail()
})
test('makes itself a todo', (t) => {
  t.todo('unfinished')
  fail()
})
describe.skip('skipped suite', () => {
  it('never runs', fail)
})
describe.todo('todo suite', () => {
  it('passes', () => {})
})
describe('failing todo suite', { todo: true }, () => {
  it('fails', fail)
})
describe('mixed', () => {
  it('passes', () => {})
  it.skip('skipped', fail)
  it.todo('failing todo', fail)
  it('todo by option', { todo: 'why' }, () => {})
})
