import type { VirtualClock } from './clock.ts'

/** The clock of one sandbox: it stands still unless it is moved. */
export function createClock(startMs: number): VirtualClock {
  let now = startMs
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}

/** Small generator (mulberry32) behind `$RANDOM`, `shuf`, `mktemp`; its state is one number. */
export interface Random {
  state: number
  /** In [0, 1). */
  next(): number
}

export function createRandom(state: number): Random {
  return {
    state,
    next() {
      this.state = (this.state + 0x6d2b79f5) | 0
      let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    },
  }
}

/** A version 4 UUID from a sandbox's generator. */
export function uuidFrom(random: Random): `${string}-${string}-${string}-${string}-${string}` {
  const digit = (below = 16, from = 0) => (from + Math.floor(random.next() * below)).toString(16)
  const digits = (count: number) => Array.from({ length: count }, () => digit()).join('')
  return `${digits(8)}-${digits(4)}-4${digits(3)}-${digit(4, 8)}${digits(3)}-${digits(12)}`
}
