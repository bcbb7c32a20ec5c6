// biome-ignore-all lint: a program that does odd things on purpose
import { describe, it, test } from 'node:test'

test('plain', () => {})
test('only', { only: true }, () => {})
test.only('test.only', async (t) => {
  await t.test('subtest', () => {})
  t.runOnly(true)
  await t.test('left out', () => {})
  await t.test('chosen', { only: true }, () => {})
})
describe('suite', () => {
  it('not chosen', () => {})
  it.only('chosen', () => {})
})
describe.only('chosen suite', () => {
  it('runs', () => {})
  it.only('chosen', () => {})
})
