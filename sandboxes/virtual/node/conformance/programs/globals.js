// biome-ignore-all lint: a program that does odd things on purpose
console.log(
  typeof global,
  global === globalThis,
  typeof window,
  typeof process,
  typeof Buffer,
  typeof structuredClone,
  typeof queueMicrotask,
  typeof performance.now(),
)
console.log(
  Object.prototype.toString.call(process),
  Object.prototype.toString.call(globalThis),
  process.argv.length,
  process.argv.slice(2),
  process.platform,
  process.version.startsWith('v20.'),
)
console.log(
  __filename.split('/').pop(),
  require.main === module,
  module.id,
  typeof require.resolve,
  typeof require.cache,
  module.exports === exports,
  this === exports,
)
console.log(process.env.NONE, 'NONE' in process.env)
process.env.NUMBER = 5
console.log(
  process.env.NUMBER,
  typeof process.hrtime.bigint(),
  process.hrtime().length,
  process.uptime() >= 0,
  process.exitCode,
)
console.log(
  new Date(2020, 0, 31, 12).toISOString(),
  new Date('2020-01-01').getTime(),
  new Date('2020-01-01T00:00').getTime(),
  new Date(0).toString(),
  new Date(0).getTimezoneOffset(),
)
console.log(
  [3, 1, 2].toSorted(),
  [1, 2, 3].at(-1),
  Object.groupBy === undefined,
  [1, 2, 3].findLast((x) => x < 3),
  'a-b'.replaceAll('-', '+'),
  Array.fromAsync === undefined,
)
console.log(
  /(?<year>\d+)/.exec('in 2020').groups.year,
  'aXbX'.split('X'),
  [...'a1b2'.matchAll(/\d/g)].map((match) => match.index),
  /\p{Lu}/u.test('Ä'),
  'é'.normalize('NFD').length,
)
label: for (const x of [1, 2]) {
  for (const y of [1, 2]) {
    if (y === 2) continue label
    console.log(x, y)
  }
}
class Private {
  #value = 1
  static #count = 0
  static {
    Private.#count = 5
  }
  get value() {
    return this.#value + Private.#count
  }
}
console.log(
  new Private().value,
  2n ** 64n,
  0.1 + 0.2,
  (25).toString(36),
  Number('0x1f'),
  parseInt('12px'),
  1_000,
  (1.005).toFixed(2),
  1e21,
  -0,
)
console.log(
  [10, 9, 1].sort(),
  [undefined, 3, null].sort(),
  Object.entries({ b: 1, 2: 2, a: 3, 1: 4 }),
  JSON.stringify({ a: [undefined, () => 1, Number.NaN], b: new Date(0), c: undefined }),
  JSON.stringify({ a: 1, b: [1, 2] }, null, 2),
)
const weak = new WeakRef({})
console.log(
  typeof weak.deref,
  new Set([1, 2, 3]).size,
  Symbol.for('x') === Symbol.for('x'),
  Symbol('d').description,
  typeof Intl.NumberFormat,
)
let tdz
try {
  eval('later; let later = 1')
} catch (error) {
  tdz = error.name
}
console.log(
  tdz,
  new Function('a', 'b', 'return a + b')(1, 2),
  (function () {
    return typeof this
  })(),
)
process.exitCode = 3
