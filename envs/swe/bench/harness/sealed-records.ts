import { secretBytes } from '../../../../core/secret-bytes.ts'

/**
 * Records that a guard inside of the judged process writes, each a line `<mac> <key> <count> <text>`. The
 * judged code can remove such lines and add others, and cannot make one that bears a key's seal.
 */
export interface SealedRun {
  /** Texts of the records, in order. */
  readonly records: readonly string[]
  /** None of them is missing, as far as can be told: the last ones may be. */
  readonly isWhole: boolean
}

/** As many keys of 128 bits, in hexadecimal. */
export function createKeys(count: number): readonly string[] {
  const bytes = Buffer.from(secretBytes(16 * count)).toString('hex')
  return Array.from({ length: count }, (_, index) => bytes.slice(index * 32, index * 32 + 32))
}

/** More than this no guard writes; whoever is judged may. */
const MAX_REPORT = 32 * 2 ** 20
const RECORD = /^([0-9a-f]{16}) (\d{1,6}) (\d{1,9}) (.*)$/

/** The records by the number of their key, and the lines that are none. */
export function readSealed(
  report: string,
  keys: readonly string[],
): { readonly runs: ReadonlyMap<number, SealedRun>; readonly plain: readonly string[] } {
  const found = new Map<number, Map<number, string>>()
  const plain: string[] = []
  for (const line of report.slice(0, MAX_REPORT).split('\n')) {
    const [, mac = '', index = '', count = '', text = ''] = RECORD.exec(line) ?? []
    const key = keys[Number(index)]
    if (mac === '') plain.push(line)
    else if (key !== undefined && sealOf(key, `${index} ${count} ${text}`) === mac) {
      const records = found.get(Number(index)) ?? new Map<number, string>()
      found.set(Number(index), records.set(Number(count), text))
    }
  }
  const runs = [...found].map(([index, records]) => [index, runOf(records)] as const)
  return { runs: new Map(runs), plain }
}

function runOf(found: ReadonlyMap<number, string>): SealedRun {
  const records = [...found].sort(([a], [b]) => a - b)
  return {
    records: records.map(([, text]) => text),
    isWhole: records.every(([count], index) => count === index + 1),
  }
}

/** SipHash-2-4 (Aumasson and Bernstein, 2012) of the text, as 16 hexadecimal digits. */
export function sealOf(key: string, text: string): string {
  const bytes = Buffer.from(text)
  const padded = Buffer.alloc((Math.floor(bytes.length / 8) + 1) * 8)
  bytes.copy(padded)
  padded[padded.length - 1] = bytes.length & 0xff
  const halves = Buffer.from(key, 'hex')
  const word = (at: number) => halves.readUInt32LE(at)
  // Low and high halves of v0 to v3.
  const v = new Uint32Array([
    word(0) ^ 0x70736575,
    word(4) ^ 0x736f6d65,
    word(8) ^ 0x6e646f6d,
    word(12) ^ 0x646f7261,
    word(0) ^ 0x6e657261,
    word(4) ^ 0x6c796765,
    word(8) ^ 0x79746573,
    word(12) ^ 0x74656462,
  ])
  for (let at = 0; at < padded.length; at += 8) {
    const low = padded.readUInt32LE(at)
    const high = padded.readUInt32LE(at + 4)
    mix(v, 6, low, high)
    rounds(v, 2)
    mix(v, 0, low, high)
  }
  mix(v, 4, 0xff, 0)
  rounds(v, 4)
  const low = at(v, 0) ^ at(v, 2) ^ at(v, 4) ^ at(v, 6)
  const high = at(v, 1) ^ at(v, 3) ^ at(v, 5) ^ at(v, 7)
  return hex(high) + hex(low)
}

const at = (v: Uint32Array, index: number) => v[index] ?? 0
const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0')

function mix(v: Uint32Array, index: number, low: number, high: number): void {
  v[index] = at(v, index) ^ low
  v[index + 1] = at(v, index + 1) ^ high
}

function rounds(v: Uint32Array, count: number): void {
  for (let round = 0; round < count; round++) {
    step(v, 0, 2, 13)
    rotate(v, 0, 32)
    step(v, 4, 6, 16)
    step(v, 0, 6, 21)
    step(v, 4, 2, 17)
    rotate(v, 4, 32)
  }
}

/** `a += b; b = rotl(b, bits); b ^= a` */
function step(v: Uint32Array, a: number, b: number, bits: number): void {
  const low = at(v, a) + at(v, b)
  v[a] = low
  v[a + 1] = at(v, a + 1) + at(v, b + 1) + (low > 0xffffffff ? 1 : 0)
  rotate(v, b, bits)
  mix(v, b, at(v, a), at(v, a + 1))
}

function rotate(v: Uint32Array, index: number, bits: number): void {
  const low = at(v, index)
  const high = at(v, index + 1)
  const [first, second] = bits < 32 ? [low, high] : [high, low]
  const by = bits % 32
  v[index] = by === 0 ? first : (first << by) | (second >>> (32 - by))
  v[index + 1] = by === 0 ? second : (second << by) | (first >>> (32 - by))
}
