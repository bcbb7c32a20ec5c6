/** Global functions that probed code calls. */
export const HIT = '__probeHit'
export const WEIGH = '__probeWeigh'

/**
 * A module that probed code needs: it gathers which candidates were reached, and which would have
 * given another value there, and adds them to `output` when the program ends.
 */
export function probeRuntime(output: string): string {
  return `import { appendFileSync } from 'node:fs'
const reached = new Set()
const differing = new Set()
const threw = {}
globalThis.${HIT} = (...ids) => { for (const id of ids) reached.add(id) }
globalThis.${WEIGH} = (ids, value, other, isTest) => {
  for (let i = 0; i < ids.length; i++) {
    reached.add(ids[i])
    if (differing.has(ids[i])) continue
    let result = threw
    try { result = other(i) } catch {}
    if (isTest ? result === threw || !result !== !value : !Object.is(result, value)) differing.add(ids[i])
  }
  return value
}
const bits = (ids) => {
  const bytes = Buffer.alloc(Math.ceil((Math.max(-1, ...ids) + 1) / 8))
  for (const id of ids) bytes[id >> 3] |= 1 << (id & 7)
  return bytes.toString('base64')
}
process.on('exit', () => { appendFileSync(${JSON.stringify(output)}, \`probe:\${bits(reached)}:\${bits(differing)}\\n\`) })
`
}

/** Candidates reached, and those that would have made a difference where they stand. */
export interface ProbeResult {
  readonly reached: ReadonlySet<number>
  /** Only told of candidates that can be tried on the spot. */
  readonly differing: ReadonlySet<number>
}

/** Reads what probed programs have written, one line a program. */
export function parseProbe(text: string): ProbeResult {
  const reached = new Set<number>()
  const differing = new Set<number>()
  for (const [, all, other] of text.matchAll(/^probe:([\w+/=]*):([\w+/=]*)$/gm)) {
    for (const id of numbersIn(all ?? '')) reached.add(id)
    for (const id of numbersIn(other ?? '')) differing.add(id)
  }
  return { reached, differing }
}

/** A set of numbers as the bits of base64. */
function numbersIn(bits: string): readonly number[] {
  const bytes = [...Buffer.from(bits, 'base64')]
  return bytes.flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (1 << bit)).map((bit) => index * 8 + bit),
  )
}
