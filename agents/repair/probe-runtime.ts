import { BEGIN } from './check.ts'

/** Global functions that probed code calls. */
export const HIT = '__probeHit'
export const WEIGH = '__probeWeigh'

/** Names of tests taken together. */
export const FAILING = 'failing'
export const PASSING = 'passing'

/** Values are compared with the reported ones in so many failing tests of a file. */
const MOST_VALUED = 2

/** A candidate would give the expected value, or another one than came; nothing, or an error. */
export const GAINS = 1
export const LOSES = 2
export const TO_NOTHING = 4
export const THROWS = 8

/** Alternatives are looked at so many times in a test. */
const MOST_LOOKS = 100

export interface ProbeSetup {
  /** Names of failing tests. */
  readonly failing: readonly string[]
  /** What should have been seen, and what was. */
  readonly expected: string
  readonly actual: string
}

/**
 * A module that probed code needs: it gathers which places each test reaches, and which expressions
 * would have had another value there, and adds up to `output` how many tests that is, those in `failing`
 * and the others.
 */
export function probeRuntime(output: string, { failing, expected, actual }: ProbeSetup): string {
  return `import { appendFileSync } from 'node:fs'
const threw = {}
let begun, differing, looks, flags
let watched = 0
const clear = () => { begun = new Map(); differing = new Set(); looks = new Map(); flags = [] }
clear()
const isSame = (a, b) => Object.is(a, b) || (Array.isArray(a) && Array.isArray(b) &&
  a.length === b.length && a.every((item, i) => Object.is(item, b[i])))
const short = (value) => {
  if (value === threw) return 'threw'
  if (typeof value === 'string') return value.length <= 24 ? value : 'text'
  return value === null || /^[nbu]/.test(typeof value) ? String(value) : typeof value
}
const { expected, actual } = ${JSON.stringify({ expected, actual })}
const isWord = (char) => char !== undefined && /[\\w.]/.test(char)
const says = (text, value) => {
  if (/^(?: *|object|function|undefined|threw|text)$/.test(value)) return false
  for (let i = text.indexOf(value); i !== -1; i = text.indexOf(value, i + 1))
    if (!isWord(text[i - 1]) && !isWord(text[i + value.length])) return true
  return false
}
const flagsOf = (now, then) =>
  (says(expected, then) && !says(actual, then) ? ${GAINS} : 0) |
  (says(actual, now) && !says(expected, now) ? ${LOSES} : 0) |
  (then === 'undefined' || then === 'null' ? ${TO_NOTHING} : 0) |
  (then === 'threw' ? ${THROWS} : 0)
globalThis.${HIT} = (site) => { begun.set(site, (begun.get(site) ?? 0) + 1) }
globalThis.${WEIGH} = (site, ids, value, other, isTest) => {
  const count = (looks.get(site) ?? 0) + 1
  looks.set(site, count)
  if (count > ${MOST_LOOKS}) return value
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]
    let result = threw
    try { result = other(i) } catch {}
    if (isTest ? result !== threw && !result === !value : isSame(result, value)) continue
    differing.add(id)
    if (!isTest) flags[id] = (flags[id] ?? 0) | flagsOf(short(value), short(result))
  }
  return value
}
const failing = new Set(${JSON.stringify(failing)})
const groups = new Map()
const flush = (name) => {
  if (begun.size > 0) {
    const isExample = name.startsWith('example ')
    const key = isExample || name === '' ? name : failing.has(name) ? '${FAILING}' : '${PASSING}'
    const group = groups.get(key) ?? { runs: 0, reached: [], differing: [], threw: [], flags: [] }
    groups.set(key, group)
    const count = (counts, id) => { counts[id] = Math.min(15, (counts[id] ?? 0) + 1) }
    for (const [site, times] of begun) {
      count(group.reached, site)
      // An expression that threw never came to be weighed.
      if ((looks.get(site) ?? 0) < times) count(group.threw, site)
    }
    for (const id of differing) count(group.differing, id)
    if (isExample || (key === '${FAILING}' && group.runs < ${MOST_VALUED})) flags.forEach((flag, id) => { group.flags[id] = (group.flags[id] ?? 0) | flag })
    group.runs++
  }
  clear()
}
// Two counts a byte.
const packed = (counts) => {
  const bytes = Buffer.alloc(Math.ceil(counts.length / 2))
  counts.forEach((count, id) => { bytes[id >> 1] |= count << (4 * (id & 1)) })
  return bytes.toString('base64')
}
const isTests = !/check\\.mjs$/.test(process.argv[1] ?? '')
if (isTests) {
  const { beforeEach, afterEach } = await import('node:test')
  beforeEach(() => flush(''))
  afterEach((test) => flush(test.name))
}
let current = ''
globalThis.${BEGIN} = (name) => { flush(current); current = name }
process.on('exit', () => {
  flush(current)
  for (const [name, { runs, reached, differing, threw, flags }] of groups) {
    const line = { name, runs, reached: packed(reached), differing: packed(differing), threw: packed(threw), flags: packed(flags) }
    appendFileSync(${JSON.stringify(output)}, 'probe:' + JSON.stringify(line) + '\\n')
  }
})
`
}

/** What some runs touch, by number: of places, or of candidates. */
export interface ProbedRuns {
  /** `failing` and `passing` tests, an example, or nothing for what ran outside of tests. */
  readonly name: string
  readonly runs: number
  /** Runs that reach a place. */
  readonly reached: readonly number[]
  /** Runs in which a candidate would have given another value where it stands. */
  readonly differing: readonly number[]
  /** Runs in which an expression threw. */
  readonly threw: readonly number[]
  /** What values candidates would give for which, in bits. */
  readonly flags: readonly number[]
}

/** Reads what probed programs have written. */
export function parseProbe(text: string): readonly ProbedRuns[] {
  return [...text.matchAll(/^probe:(\{.*\})$/gm)].flatMap(([, json]) => {
    const line = read(json ?? '')
    if (!line) return []
    const { name, runs } = line
    const [reached, differing] = [countsIn(line.reached), countsIn(line.differing)]
    return [
      { name, runs, reached, differing, threw: countsIn(line.threw), flags: countsIn(line.flags) },
    ]
  })
}

interface Line {
  readonly name: string
  readonly runs: number
  readonly reached: string
  readonly differing: string
  readonly threw: string
  readonly flags: string
}

function read(json: string): Line | undefined {
  try {
    return JSON.parse(json) as Line
  } catch {
    return undefined
  }
}

const countsIn = (bytes: string): readonly number[] =>
  [...Buffer.from(bytes, 'base64')].flatMap((byte) => [byte & 15, byte >> 4])
