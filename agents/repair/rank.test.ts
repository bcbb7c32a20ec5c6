import { describe, expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { applyCandidate } from './candidate.ts'
import { candidatesFor } from './candidates/index.ts'
import type { Evidence } from './evidence.ts'
import { describeCandidates } from './features.ts'
import { GAINS, type ProbedRuns } from './probe-runtime.ts'
import { rank } from './rank.ts'
import { readSource } from './source.ts'

const text = `export function first(list) {
  if (list.length > 0) throw new TypeError('an empty list');
  return list[0];
}
export function last(list) {
  return list[list.length - 1];
}
export function ends(list) {
  return join(first(list), last(list));
}
`
const source = readSource('src/list.js', text)
const candidates = candidatesFor(source ? [source] : [])
const nothing: Evidence = {
  failures: [],
  code: '',
  words: new Set(),
  expected: '',
  actual: '',
  failing: [],
  passing: [],
  outside: [],
  weighed: new Set(),
  siteOf: new Map(candidates.map((_, id) => [id, id])),
  texts: [text],
}
const ranked = (evidence: Partial<Evidence>, seed = 1) =>
  rank(candidates, { ...nothing, ...evidence }, createRng(seed))
const featuresOf = (changed: string, evidence: Partial<Evidence>) =>
  describeCandidates(candidates, { ...nothing, ...evidence })[idOf(changed)]
const idOf = (changed: string) =>
  candidates.findIndex((candidate) => applyCandidate(candidate).includes(changed))

/** Runs that reach, and would differ by, the candidates with these numbers. */
function runs(
  reached: readonly number[],
  differing: readonly number[] = [],
  count = 1,
): ProbedRuns {
  const counts = (ids: readonly number[]) =>
    candidates.map((_, id) => (ids.includes(id) ? count : 0))
  return {
    name: 'failing',
    runs: count,
    reached: counts(reached),
    differing: counts(differing),
    threw: [],
    flags: candidates.map((_, id) => (differing.includes(id) ? GAINS : 0)),
  }
}

describe('rank', () => {
  test('keeps all candidates where nothing is known, in an order that the seed settles', () => {
    expect(new Set(ranked({}))).toEqual(new Set(candidates))
    expect(ranked({}, 1)).toEqual(ranked({}, 1))
  })

  test('leaves out what failing runs do not reach, or what makes no difference to them', () => {
    const [reached, differing] = [idOf('list[1]'), idOf('length - 2')]
    const failing = [runs([reached, differing], [differing])]

    expect(ranked({ failing }).length).toBe(2)
    expect(ranked({ failing, weighed: new Set([reached, differing]) })).toEqual([
      candidates[differing],
    ])
  })

  test('keeps what stands in an expression that threw', () => {
    const id = idOf('length - 2')
    const threw = candidates.map((_, other) => (other === id ? 1 : 0))

    expect(ranked({ failing: [{ ...runs([id]), threw }], weighed: new Set([id]) })).toEqual([
      candidates[id],
    ])
  })

  test('puts first what only failing runs touch', () => {
    const [both, alone] = [idOf('length - 2'), idOf('length - 0')]
    const failing = [runs([both, alone])]

    expect(ranked({ failing, passing: [runs([both], [], 9)] })[0]).toBe(candidates[alone])
    expect(ranked({ failing, passing: [runs([alone], [], 9)] })[0]).toBe(candidates[both])
  })
})

describe('describeCandidates', () => {
  test('tells what stands where a stack points, and how far from what was called', () => {
    const frames = [{ file: '/w/src/list.js', line: 6 }]
    const failures = [{ name: 't', message: '', expected: '', actual: '', frames }]
    const evidence = { failures, code: 'ends([1])' }

    expect(featuresOf('length - 2', evidence)).toMatchObject({ stack: 1, 'calls away 1': 1 })
    expect(featuresOf('join(last(list), first(list))', evidence)).toMatchObject({
      'calls away 0': 1,
    })
    expect(featuresOf('length < 0', evidence)).toMatchObject({ stack: 0 })
  })

  test('tells the condition under which a reported message is thrown', () => {
    const evidence = { actual: 'throws TypeError: an empty list' }

    expect(featuresOf('length < 0', evidence)).toMatchObject({ guard: 1 })
    expect(featuresOf('list[1]', evidence)).toMatchObject({ guard: 0 })
  })

  test('tells candidates that give the expected value', () => {
    const id = idOf('length - 2')
    const evidence = { failing: [runs([id], [id])], weighed: new Set([id]) }

    expect(featuresOf('length - 2', evidence)).toMatchObject({ 'value gained': 1, 'value lost': 0 })
  })
})
