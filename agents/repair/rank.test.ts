import { describe, expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { applyCandidate } from './candidate.ts'
import { candidatesFor } from './candidates/index.ts'
import { type Evidence, rank } from './rank.ts'
import { readSource } from './source.ts'

const text = `export function first(list) {
  if (list.length > 0) throw new TypeError('an empty list');
  return list[0];
}
export function last(list) {
  return list[list.length - 1];
}
`
const source = readSource('src/list.js', text)
const candidates = candidatesFor(source ? [source] : [])
const nothing: Evidence = {
  failures: [],
  words: new Set(),
  messages: '',
  failing: undefined,
  passing: undefined,
  weighed: new Set(),
}
const ranked = (evidence: Partial<Evidence>, seed = 1) =>
  rank(candidates, { ...nothing, ...evidence }, createRng(seed))
const idOf = (changed: string) =>
  candidates.findIndex((candidate) => applyCandidate(candidate).includes(changed))

describe('rank', () => {
  test('keeps all candidates where nothing is known, equal ones in an order of the seed', () => {
    expect(new Set(ranked({}))).toEqual(new Set(candidates))
    expect(ranked({}, 1)).toEqual(ranked({}, 1))
    expect(ranked({}, 1)).not.toEqual(ranked({}, 2))
  })

  test('leaves out what failing runs do not reach, or what makes no difference to them', () => {
    const [reached, differing] = [idOf('list[1]'), idOf('length - 2')]
    const failing = { reached: new Set([reached, differing]), differing: new Set([differing]) }

    expect(ranked({ failing }).length).toBe(2)
    expect(ranked({ failing, weighed: new Set([reached, differing]) })).toEqual([
      candidates[differing],
    ])
  })

  test('puts first what only failing runs touch', () => {
    const [both, alone] = [idOf('list[1]'), idOf('length - 2')]
    const failing = { reached: new Set([both, alone]), differing: new Set<number>() }
    const passing = { reached: new Set([both]), differing: new Set<number>() }

    expect(ranked({ failing, passing })[0]).toBe(candidates[alone])
  })

  test('puts first what stands where a stack points, or under a name of the report', () => {
    const failures = [{ name: 't', message: '', frames: [{ file: '/w/src/list.js', line: 6 }] }]
    const place = text.indexOf('function last')

    expect(ranked({ failures })[0]?.start).toBeGreaterThan(place)
    expect(ranked({ failures: [], words: new Set(['last']) })[0]?.start).toBeGreaterThan(place)
  })

  test('puts first the condition under which a reported message is thrown', () => {
    const [top] = ranked({ messages: 'throws TypeError: an empty list' })

    expect(top && text.slice(top.start - 12, top.end)).toContain('length >')
  })
})
