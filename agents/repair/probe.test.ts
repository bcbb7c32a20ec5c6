import { describe, expect, test } from 'vitest'
import { candidatesFor } from './candidates/index.ts'
import { probeSource } from './probe.ts'
import { HIT, parseProbe, WEIGH } from './probe-runtime.ts'
import { readSource } from './source.ts'

/** Probes the text, runs `call` in it, and tells what the probes saw. */
function watch(text: string, call: string) {
  const source = readSource('a.js', text)
  if (!source) throw new Error('cannot read it')
  const candidates = candidatesFor([source])
  const probe = probeSource(
    source,
    candidates.map((candidate, id) => [id, candidate] as const),
  )
  const reached = new Set<number>()
  const differing = new Set<number>()
  const hit = (...ids: readonly number[]) => {
    for (const id of ids) reached.add(id)
  }
  const weigh = (
    ids: readonly number[],
    value: unknown,
    other: (index: number) => unknown,
    isTest: boolean,
  ) => {
    for (const [index, id] of ids.entries()) {
      reached.add(id)
      const result = other(index)
      if (isTest ? !result !== !value : !Object.is(result, value)) differing.add(id)
    }
    return value
  }
  const result: unknown = new Function(HIT, WEIGH, `${probe.text}\nreturn ${call}`)(hit, weigh)
  const find = (kind: string, replacement: string) =>
    candidates.findIndex((c) => c.kind === kind && c.replacement === replacement)
  return { result, reached, differing, weighed: probe.weighed, find }
}

const text = `function clamp(value, low, high) {
  if (value < low) return low;
  if (value > high) return high;
  return value;
}
`

describe('probeSource', () => {
  test('leaves what the code gives as it is', () => {
    expect(watch(text, '[clamp(1, 2, 5), clamp(3, 2, 5), clamp(9, 2, 5)]').result).toEqual([
      2, 3, 5,
    ])
  })

  test('tells candidates that would have made a difference from those that would not', () => {
    const below = watch(text, 'clamp(1, 2, 5)')
    const equal = watch(text, 'clamp(2, 2, 5)')

    expect(below.differing.has(below.find('operator', '<='))).toBe(false)
    expect(below.differing.has(below.find('operator', '>'))).toBe(true)
    expect(equal.differing.has(equal.find('operator', '<='))).toBe(true)
    expect(below.weighed.has(below.find('operator', '<='))).toBe(true)
  })

  test('does not reach what does not run', () => {
    const { reached, find } = watch(text, 'clamp(1, 2, 5)')

    expect(reached.has(find('operator', '>='))).toBe(true)
    const second = watch('function f(a) {\n  if (a) return 1;\n  g(2);\n}\n', 'f(true)')
    expect(second.reached.has(second.find('number', '3'))).toBe(false)
  })

  test('makes no call twice, and keeps receivers and optional chains', () => {
    const source = `let count = 0;
const o = { n: 2, get() { count += 1; return this.n; }, none: undefined };
function f(a, b) { return o.get(a, b) + (o.none?.x.y ?? 1) + (a ? b : -a); }
`
    expect(watch(source, '[f(1, 3), count]').result).toEqual([6, 1])
  })
})

test('parseProbe adds up the lines of several programs', () => {
  const bits = (...bytes: number[]) => Buffer.from(bytes).toString('base64')
  const text = `noise\nprobe:${bits(0b101)}:${bits(0b1)}\nprobe:${bits(0, 0b10)}:\nprobe::\n`

  expect(parseProbe(text)).toEqual({ reached: new Set([0, 2, 9]), differing: new Set([0]) })
})
