// biome-ignore-all lint: a program that does odd things on purpose
import { describe, it, test } from 'node:test'

describe('suite', () => {
  it('passes', () => {})
  it('never settles', () => new Promise(() => {}))
  it('comes after', () => {})
})
test('comes after the suite', () => {})
