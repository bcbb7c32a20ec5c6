import { expect, test } from 'vitest'
import { changesOf } from './signals.ts'

test('changesOf tells what changed from what stayed', () => {
  const before = { solved: false, testsRun: 3, seen: [1], share: 1 }

  expect(
    changesOf({ solved: true, testsRun: 3, seen: [1], extra: 'x', share: 2 / 21 }, before),
  ).toEqual([
    { name: 'solved', value: 'true', before: 'false', isChanged: true },
    { name: 'testsRun', value: '3', before: '3', isChanged: false },
    { name: 'seen', value: '[1]', before: '[1]', isChanged: false },
    { name: 'extra', value: 'x', before: null, isChanged: true },
    { name: 'share', value: '0.09524', before: '1', isChanged: true },
  ])
})
