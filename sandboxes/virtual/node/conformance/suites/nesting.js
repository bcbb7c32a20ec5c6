// biome-ignore-all lint: a program that does odd things on purpose
import { describe, it, test } from 'node:test'

describe('outer', () => {
  it('first', () => {})
  describe('middle', () => {
    it('second', async () => {
      await new Promise((resolve) => setTimeout(resolve, 2))
    })
    describe('inner', () => {
      it('third', () => {
        throw new Error('deep')
      })
      it('fourth', () => {})
    })
  })
  it('fifth', () => {})
})
test('subtests', async (t) => {
  await t.test('one', async (t2) => {
    await t2.test('one.one', () => {})
    await t2.test('one.two', () => {
      throw new Error('two')
    })
  })
  await t.test('two', () => {})
  t.diagnostic('said while running')
})
test('subtest not awaited', (t) => {
  t.test('too slow', async () => {
    await new Promise((resolve) => setTimeout(resolve, 50))
  })
})
test('subtests not awaited but quick', (t) => {
  t.test('quick', () => {})
})
test('global test within a test', async () => {
  await test('becomes a subtest', () => {})
})
describe('throws while built', () => {
  it('declared before', () => {})
  throw new Error('in describe')
})
describe('async describe', async () => {
  await Promise.resolve()
  it('declared later', () => {})
})
describe('concurrent', { concurrency: true }, () => {
  it('slow', async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
  })
  it('fast', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1))
  })
})
