import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCurriculum, createRng } from './index.ts'

const levels = ['easy', 'standard', 'hard']

test('raises after a window of successes, one level at a time, up to the last', () => {
  const curriculum = createCurriculum({ levels, window: 4, raise: 0.75 })
  const seen = [true, true, true, false, true, true, true, true, true, true, true, true].map(
    (isSuccess) => {
      curriculum.report(curriculum.level, isSuccess)
      return curriculum.level
    },
  )

  expect(seen.slice(0, 4)).toEqual(['easy', 'easy', 'easy', 'standard'])
  expect(seen.slice(4)).toEqual([...Array(3).fill('standard'), ...Array(5).fill('hard')])
})

test('goes back where a level is too hard, and not below the first', () => {
  const curriculum = createCurriculum({ levels, window: 2, lower: 0.5, start: 'standard' })
  const fail = () => curriculum.report(curriculum.level, false)

  fail()
  expect(curriculum.level).toBe('standard')
  fail()
  expect(curriculum.level).toBe('easy')
  fail()
  fail()
  expect(curriculum.level).toBe('easy')
})

test('takes no notice of rehearsals, nor of episodes that began before the level changed', () => {
  const curriculum = createCurriculum({ levels, window: 1, start: 'standard' })

  curriculum.report('easy', false)
  curriculum.report('hard', true)

  expect(curriculum.level).toBe('standard')
})

test('rehearses earlier levels in the share asked for, and never later ones', () => {
  const curriculum = createCurriculum({ levels, start: 'hard', rehearse: 0.3 })
  const rng = createRng(1)
  const drawn = Array.from({ length: 4000 }, () => curriculum.next(rng))
  const shareOf = (level: string) => drawn.filter((each) => each === level).length / drawn.length

  expect(shareOf('hard')).toBeCloseTo(0.7, 1)
  expect(shareOf('easy')).toBeCloseTo(0.15, 1)
  expect(new Set(Array.from({ length: 50 }, () => createCurriculum({ levels }).next(rng)))).toEqual(
    new Set(['easy']),
  )
})

test('goes on where it was saved, through JSON', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), fc.array(fc.boolean()), (before, after) => {
      const one = createCurriculum({ levels, window: 3 })
      for (const isSuccess of before) one.report(one.level, isSuccess)
      const other = createCurriculum({ levels, window: 3 })
      other.restore(JSON.parse(JSON.stringify(one.state())))
      for (const isSuccess of after) {
        one.report(one.level, isSuccess)
        other.report(other.level, isSuccess)

        expect(other.level).toBe(one.level)
      }
    }),
  )
})

test.each([{ at: 1 }, { at: '1', recent: [] }, { at: 3, recent: [] }, null])(
  'refuses the state %j',
  (state) => {
    expect(() => createCurriculum({ levels }).restore(state as never)).toThrow(
      'Cannot restore a curriculum of 3 levels',
    )
  },
)

test('takes 1 and "1" for one level', () => {
  const curriculum = createCurriculum({ levels: ['1', '2'], window: 1 })
  curriculum.report(1, true)

  expect(curriculum.level).toBe('2')
})

test.each([
  [{ levels: [] }, 'it has no levels'],
  [{ levels: ['a', 'a'] }, 'named twice'],
  [{ levels, window: 0 }, 'window is 0'],
  [{ levels, raise: 0.2, lower: 0.5 }, 'give 0 <= lower < raise <= 1'],
  [{ levels, start: 'expert' }, 'starts at expert'],
  [{ levels, rehearse: 1 }, 'give a share below 1'],
])('refuses %j', (options, reason) => {
  expect(() => createCurriculum(options)).toThrow(reason)
})
