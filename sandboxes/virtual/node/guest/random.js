import { host } from 'node:internal/host'

const state = new Uint32Array(4)

function next() {
  let t = state[3]
  const s = state[0]
  state[3] = state[2]
  state[2] = state[1]
  state[1] = s
  t ^= t << 11
  t ^= t >>> 8
  state[0] = t ^ s ^ (s >>> 19)
  return state[0]
}

/** `Math.random` of one run: xorshift128, started from the host's seed. */
export function seedRandom() {
  state.set(new Uint32Array(host.randomBytes(16)))
  state[0] |= 1
}

export function installRandom() {
  Object.defineProperty(Math, 'random', {
    value: function random() {
      return ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992
    },
    writable: true,
    configurable: true,
    enumerable: false,
  })
}
