// biome-ignore-all lint: a program that does odd things on purpose
const assert = require('node:assert')
const { isDeepStrictEqual } = require('node:util')

// Values of every kind, made anew for each side of a comparison.
const shared = { shared: true }
const symbol = Symbol('key')
class Point {
  constructor(x) {
    this.x = x
  }
}
class Other {
  constructor(x) {
    this.x = x
  }
}
function cycle(value) {
  const object = { value }
  object.self = object
  return object
}
function sparse() {
  const array = [1, 2, 3]
  delete array[1]
  return array
}
const withSymbol = (value) => Object.assign({ a: 1 }, { [symbol]: value })
const hidden = () => Object.defineProperty({ a: 1 }, 'b', { value: 2, enumerable: false })
const withKey = (array, key, value) => Object.assign(array, { [key]: value })

exports.pool = () => [
  0,
  -0,
  1,
  '1',
  '',
  'a',
  true,
  false,
  null,
  undefined,
  Number.NaN,
  1n,
  0n,
  Symbol.for('s'),
  shared,
  {},
  { a: 1 },
  { a: '1' },
  { a: undefined },
  { b: undefined },
  { a: 1, b: 2 },
  { b: 2, a: 1 },
  Object.create(null),
  Object.assign(Object.create(null), { a: 1 }),
  hidden(),
  withSymbol(1),
  withSymbol(2),
  [],
  [1],
  ['1'],
  [1, 2, 3],
  sparse(),
  [1, undefined, 3],
  [undefined],
  new Array(1),
  withKey([1], 'k', 1),
  [[1], [2]],
  new Point(1),
  new Other(1),
  new Point(2),
  new Date(0),
  new Date(1),
  new Date(Number.NaN),
  /a/,
  /a/g,
  /b/,
  new Set(),
  new Set([1]),
  new Set(['1']),
  new Set([{ a: 1 }]),
  new Set([{ a: 2 }]),
  new Set([1, 2]),
  new Set([2, 1]),
  new Set([null]),
  new Set([undefined]),
  new Set([[1], [2]]),
  new Map(),
  new Map([[1, 2]]),
  new Map([['1', 2]]),
  new Map([[1, '2']]),
  new Map([[{ a: 1 }, 2]]),
  new Map([[{ a: 1 }, 3]]),
  new Map([[null, 1]]),
  new Map([[undefined, 1]]),
  new Map([[1, undefined]]),
  new Map([[2, undefined]]),
  new Uint8Array([1, 2]),
  new Int8Array([1, 2]),
  new Uint8Array([1, 3]),
  new Float32Array([0]),
  new Float32Array([-0]),
  Buffer.from([1, 2]),
  new ArrayBuffer(2),
  new Uint8Array([1, 2]).buffer,
  new DataView(new ArrayBuffer(2)),
  new Error('a'),
  new Error('b'),
  new TypeError('a'),
  Object.assign(new Error('a'), { code: 1 }),
  new Error('a', { cause: 1 }),
  Object('a'),
  Object('b'),
  Object(1),
  Object(-0),
  Object(0),
  Object(true),
  Object(1n),
  Object(Symbol.for('s')),
  cycle(1),
  cycle(2),
  () => 1,
  Math.max,
  (function () {
    return arguments
  })(1),
  Promise.resolve(),
  new WeakMap(),
  new WeakSet(),
  new URL('http://a/b'),
  new URL('http://a/c'),
  new Proxy({ a: 1 }, {}),
]

const boom = new Error('boom')
boom.code = 'E_BOOM'
const raise = (value) => () => {
  throw value
}
const cases = () => ({
  ok: [[1], [0], [''], [null], [{}], [], [0, 'message'], [false, boom]],
  equal: [
    [1, 1],
    [1, '1'],
    [1, 2],
    [Number.NaN, Number.NaN],
    [null, undefined],
    [0, -0],
    ['a', 'b', 'text'],
    [1],
  ],
  notEqual: [[1, 1], [1, '1'], [1, 2], [Number.NaN, Number.NaN], [1]],
  strictEqual: [
    [1, 1],
    [1, '1'],
    [Number.NaN, Number.NaN],
    [0, -0],
    [{}, {}],
    [shared, shared],
    ['a', 'b', 'm'],
    [1, 2, boom],
    ['long text one', 'long text two'],
    ['a\nb', 'a\nc'],
    [
      [1, 2],
      [1, 2],
    ],
    [undefined, null],
    [() => 1, () => 1],
  ],
  notStrictEqual: [
    [1, 1],
    [1, 2],
    [Number.NaN, Number.NaN],
    [shared, shared],
    [shared, {}],
    ['same text', 'same text'],
  ],
  deepEqual: [
    [{ a: 1 }, { a: '1' }],
    [
      [1, 2],
      [1, 3],
    ],
    [new Set([1]), new Set(['1'])],
    [1],
  ],
  deepStrictEqual: [
    [{ a: 1 }, { a: '1' }],
    [{ a: { b: [1, 2, 3] } }, { a: { b: [1, 2, 4] } }],
    [{ a: 1 }, { b: 1 }],
    [
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      [1, 2, 3, 4, 5, 6, 7, 8, 0],
    ],
    [new Map([[1, 2]]), new Map([[1, 3]])],
    [new Point(1), { x: 1 }],
    ['a', 'b'],
    [1],
  ],
  notDeepStrictEqual: [
    [{ a: 1 }, { a: 1 }],
    [{ a: 1 }, { a: 2 }],
    [1, 1],
  ],
  notDeepEqual: [
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: 2 }],
  ],
  fail: [[], ['why'], [boom], [1, 2], [1, 2, 'text'], [1, 2, undefined, '>']],
  ifError: [[null], [undefined], [0], ['text'], [boom], [{ message: 'like an error' }]],
  match: [
    ['abc', /b/],
    ['abc', /x/],
    ['abc', 'b'],
    [1, /1/],
    ['abc', /x/, 'text'],
    ['abc', /x/, boom],
  ],
  doesNotMatch: [
    ['abc', /x/],
    ['abc', /b/],
    [1, /1/],
  ],
  throws: [
    [raise(boom)],
    [() => {}],
    [() => {}, 'text'],
    [() => {}, TypeError],
    [() => {}, TypeError, 'text'],
    [raise(boom), Error],
    [raise(boom), TypeError],
    [raise(boom), /boom/],
    [raise(boom), /other/],
    [raise(boom), /^Error: boom$/],
    [raise(boom), { message: 'boom' }],
    [raise(boom), { message: /bo+m/, code: 'E_BOOM' }],
    [raise(boom), { message: 'other' }],
    [raise(boom), { name: 'Error', message: 'boom' }],
    [raise(boom), { missing: 1 }],
    [raise(boom), {}],
    [raise(boom), new Error('boom')],
    [raise(boom), new Error('other')],
    [raise(boom), new TypeError('boom')],
    [raise(boom), (error) => error === boom],
    [raise(boom), () => false],
    [raise(boom), () => undefined],
    [raise(boom), 'boom'],
    [raise(boom), 'text'],
    [raise('text'), 'text'],
    [raise('text'), /text/],
    [raise('text'), { message: 'x' }],
    [raise(null)],
    [raise(undefined)],
    [raise(undefined), Error],
    [raise(1), (value) => value === 1],
    [raise(boom), 5],
    ['not a function'],
    [raise(boom), undefined, 'text'],
    [raise(new Point(1)), Point],
  ],
  doesNotThrow: [
    [() => {}],
    [raise(boom)],
    [raise(boom), Error],
    [raise(boom), TypeError],
    [raise(boom), /boom/],
    [raise(boom), 'text'],
    [raise(boom), /other/, 'text'],
  ],
  rejects: [
    [Promise.reject(boom)],
    [Promise.resolve(1)],
    [
      async () => {
        throw boom
      },
    ],
    [async () => {}],
    [() => 1],
    [1],
    [Promise.reject(boom), /boom/],
    [Promise.reject(boom), /other/],
    [Promise.reject(boom), { code: 'E_BOOM' }],
    [Promise.reject(boom), TypeError],
    [Promise.resolve(), Error, 'text'],
    [raise(boom)],
  ],
  doesNotReject: [
    [Promise.resolve()],
    [Promise.reject(boom)],
    [Promise.reject(boom), Error],
    [
      async () => {
        throw boom
      },
      /other/,
    ],
  ],
})

const outcome = (error) => ({
  name: error?.name,
  code: error?.code,
  message: error?.message?.replace(/\n +at .*/g, ''),
  generated: error?.generatedMessage,
  operator: error?.operator,
})

exports.calls = async () => {
  const results = []
  for (const flavour of [assert, assert.strict]) {
    for (const [method, calls] of Object.entries(cases())) {
      for (const args of calls) {
        let result = 'passes'
        try {
          await flavour[method](...args)
        } catch (error) {
          result = outcome(error)
        }
        results.push({ method, result })
      }
    }
  }
  return results
}

/** For every pair of the pool, whether the two are equal loosely and strictly. */
exports.comparisons = () => {
  const left = exports.pool()
  const right = exports.pool()
  const verdict = (a, b) => {
    try {
      assert.notDeepEqual(a, b)
      return 'different'
    } catch {
      return isDeepStrictEqual(a, b) ? 'strictly equal' : 'loosely equal'
    }
  }
  return left.flatMap((a, i) => right.map((b, j) => `${i} and ${j}: ${verdict(a, b)}`))
}
