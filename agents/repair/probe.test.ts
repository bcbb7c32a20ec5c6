import { afterAll, describe, expect, test } from 'vitest'
import { closeSandboxes, openSandbox } from '../../sandboxes/index.ts'
import { applyCandidate } from './candidate.ts'
import { candidatesFor } from './candidates/index.ts'
import { probeSource } from './probe.ts'
import { GAINS, HIT, parseProbe, probeRuntime, WEIGH } from './probe-runtime.ts'
import { writeCommand } from './script.ts'
import { readSource } from './source.ts'

afterAll(() => closeSandboxes())

/** Probes the text, runs `call` in it, and tells what the probes saw. */
function watch(text: string, call: string) {
  const source = readSource('a.js', text)
  if (!source) throw new Error('cannot read it')
  const candidates = candidatesFor([source])
  const probe = probeSource(
    source,
    candidates.map((candidate, id) => [id, candidate] as const),
  )
  const sites = new Set<number>()
  const differing = new Set<number>()
  const hit = (site: number) => sites.add(site)
  const weigh = (
    _: number,
    ids: readonly number[],
    value: unknown,
    other: (index: number) => unknown,
    isTest: boolean,
  ) => {
    for (const [index, id] of ids.entries()) {
      const result = other(index)
      if (isTest ? !result !== !value : !Object.is(result, value)) differing.add(id)
    }
    return value
  }
  const result: unknown = new Function(HIT, WEIGH, `${probe.text}\nreturn ${call}`)(hit, weigh)
  const find = (kind: string, replacement: string) =>
    candidates.findIndex((c) => c.kind === kind && c.replacement === replacement)
  const reached = new Set([...probe.siteOf].filter(([, s]) => sites.has(s)).map(([id]) => id))
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

describe('parseProbe', () => {
  const counts = (first: number, second = 0) =>
    Buffer.from([first | (second << 4)]).toString('base64')

  test('reads what probed programs have written, a group of runs a line', () => {
    const line = {
      name: 'failing',
      runs: 2,
      reached: counts(0, 2),
      differing: counts(1),
      threw: '',
      flags: counts(0, GAINS),
    }

    expect(parseProbe(`noise\nprobe:${JSON.stringify(line)}\nprobe:{"name"\n`)).toEqual([
      {
        name: 'failing',
        runs: 2,
        reached: [0, 2],
        differing: [1, 0],
        threw: [],
        flags: [0, GAINS],
      },
    ])
    expect(parseProbe('probe:{"name":}')).toEqual([])
  })
})

test('probed tests are told apart by whether they fail, in a real sandbox', async () => {
  await using sandbox = await openSandbox()
  const source = readSource('clamp.js', `${text}module.exports = { clamp };\n`)
  if (!source) throw new Error('cannot read it')
  const candidates = candidatesFor([source])
  const numbered = candidates.map((candidate, id) => [id, candidate] as const)
  const { text: probed, siteOf } = probeSource(source, numbered)
  const tests = `const { test } = require('node:test');
const { clamp } = require('../clamp.js');
test('below', () => { clamp(1, 2, 5) });
test('above', () => { clamp(7, 2, 5) });
test('between', () => { clamp(3, 2, 5) });
`
  const commands = [
    writeCommand('clamp.js', probed),
    writeCommand('test/clamp.test.js', tests),
    writeCommand(
      '/tmp/probe.mjs',
      probeRuntime('/tmp/hits', { failing: ['below'], expected: '1', actual: '2' }),
    ),
    'node --import=/tmp/probe.mjs --test > /tmp/out; cat /tmp/hits',
  ]
  const { stdout } = await sandbox.exec(commands.join('\n'))
  const groups = parseProbe(stdout)
  const id = candidates.findIndex((c) => applyCandidate(c).includes('value >= high'))
  const site = siteOf.get(id) ?? -1
  const seen = (name: string) => {
    const group = groups.find((other) => other.name === name)
    return { runs: group?.runs, reached: group?.reached[site] ?? 0 }
  }

  expect(seen('failing')).toEqual({ runs: 1, reached: 0 })
  expect(seen('passing')).toEqual({ runs: 2, reached: 2 })
})
