// biome-ignore-all lint: a program that does odd things on purpose
const util = require('node:util')
const { pool } = require('./assert-cases.js')

class Empty {}
class Shape {
  #secret = 1
  constructor() {
    this.name = 'shape'
  }
  get area() {
    return 1
  }
}
class Square extends Shape {}
class Tagged {
  get [Symbol.toStringTag]() {
    return 'Label'
  }
}
class Custom {
  [util.inspect.custom](depth, options) {
    return `custom ${depth} ${options.breakLength}`
  }
}
class Failure extends Error {
  constructor(message) {
    super(message)
    this.name = 'Failure'
    this.detail = { a: 1 }
  }
}
const withoutStack = (error) => {
  error.stack = `${error}`
  return error
}
const nested = { a: { b: { c: { d: 1 } } }, list: [[[[1]]]] }
const circular = { name: 'loop', list: [] }
circular.self = circular
circular.list.push(circular)

const values = () => [
  ...pool().filter((value) => !(value instanceof Error) && !util.types.isProxy(value)),
  new Empty(),
  new Shape(),
  new Square(),
  new Tagged(),
  new Custom(),
  Shape,
  Square,
  class {},
  class extends Shape {},
  function named() {},
  async () => {},
  function* generator() {},
  async function* both() {},
  Object.assign(() => {}, { a: 1 }),
  nested,
  circular,
  { 'odd key': 1, ok: 2, 3: 4, [Symbol('s')]: 5, [Symbol()]: 6 },
  { f() {}, g: () => {}, h: class A {} },
  {
    get a() {
      return 1
    },
    set a(_) {},
    get b() {
      return 1
    },
    set c(_) {},
  },
  "it's",
  'say "hi"',
  '\'"`',
  'line\nbreak',
  'tab\t\u0007\u001b\u200b',
  '\ud800',
  'x'.repeat(200),
  ["it's", 'a\nb', 'plain'],
  { text: 'a\nb' },
  { long: 'word '.repeat(30) },
  { long: 'word\n'.repeat(10) },
  Array.from({ length: 7 }, (_, i) => i),
  Array.from({ length: 30 }, (_, i) => i * 1000),
  Array.from({ length: 120 }, (_, i) => i),
  Array.from({ length: 10 }, (_, i) => 'abc'.repeat(i)),
  Array.from({ length: 27 }, (_, i) => `item ${i}`),
  [1.5, -2, 1e21, -0],
  [, 1, , 2, ,],
  [undefined, null],
  Object.assign([1, 2], { extra: true }),
  [[1, [2, [3, [4]]]]],
  [
    { a: 1, b: 2 },
    { a: 3, b: 4 },
  ],
  { a: 1, b: 'two', c: [3], d: { e: 4 }, f: null, g: undefined, h: true, i: 10n, j: Symbol('j') },
  {
    alpha: 'aaaaaaaaaaaaaaaaaaaa',
    beta: 'bbbbbbbbbbbbbbbbbbbb',
    gamma: 'cccccccccccccccccccc',
    delta: 'dddd',
  },
  { alpha: { beta: { gamma: 1 } }, list: [1, 2, 3, { x: 1 }] },
  new Map([
    ['a', 1],
    [{ k: 1 }, new Map([['b', 2]])],
  ]),
  new Set(['a', { b: 1 }, new Set([1])]),
  new Map([[1, { a: { b: { c: 1 } } }]]),
  new Map(Array.from({ length: 5 }, (_, i) => [`key number ${i}`, { value: i, more: 'text' }])),
  Object.create({ inherited: 1 }),
  Object.create(Shape.prototype),
  Object.setPrototypeOf([1], null),
  Object.setPrototypeOf(new Map([[1, 2]]), null),
  new Date(1e12),
  new Date(Number.NaN),
  Object.assign(new Date(0), { a: 1 }),
  Object.assign(/x/g, { a: 1 }),
  Object.assign(Object('boxed'), { a: 1 }),
  Object(Symbol('b')),
  Object(5n),
  new Boolean(false),
  Promise.resolve(4),
  Promise.resolve({ a: 1 }),
  new Promise(() => {}),
  new WeakSet(),
  new WeakMap(),
  globalThis.Math,
  JSON,
  Symbol.iterator,
  new Float64Array([1.5, 2.5]),
  new BigInt64Array([1n]),
  new Uint8Array(200),
  new ArrayBuffer(4),
  new DataView(new ArrayBuffer(2)),
  Buffer.from('hello'),
  Buffer.alloc(60),
  withoutStack(new Error('plain')),
  withoutStack(new TypeError('typed')),
  withoutStack(new Failure('own')),
  withoutStack(Object.assign(new Error('x'), { code: 'E', info: [1] })),
  [withoutStack(new Error('in a list'))],
  { error: withoutStack(new Error('in an object')) },
  withoutStack(new Error('')),
  withoutStack(new RangeError('with cause', { cause: 'why' })),
  (function () {
    return arguments
  })(1, 'a'),
  new (class extends Map {})([[1, 2]]),
  new (class Stack extends Array {})(1, 2),
  new (class extends Set {})(),
  new Proxy({ a: 1 }, {}),
  new Proxy(function f() {}, {}),
  [new Proxy([1], {})],
  { __proto__: { a: 1 }, b: 2 },
  { ['__proto__']: 1 },
  new URLSearchParams('a=1&b=2'),
  new URL('https://user:pw@example.org:8080/p/a/t/h?query=string#hash'),
  [
    ['a', 'b'],
    ['c', 'd'],
  ],
  { a: [], b: {}, c: '' },
  [[], [[]], {}],
  { a: -0, b: [-0] },
  'multi'.repeat(30).split('i'),
  new Error('x').constructor,
  globalThis.process.versions.constructor,
  Array.from({ length: 3 }, () => ({ id: 1, tags: ['x', 'y'], nested: { deep: { deeper: {} } } })),
]

const optionSets = [
  {},
  { depth: 0 },
  { depth: null },
  { compact: false },
  { compact: true },
  { compact: 1 },
  { breakLength: 40 },
  { breakLength: Number.POSITIVE_INFINITY },
  { sorted: true },
  { showHidden: false, getters: true },
  { maxArrayLength: 2 },
  { maxStringLength: 5 },
  { colors: true },
  { numericSeparator: true },
]

const formats = [
  ['%s', 'a'],
  ['%s', 1],
  ['%s', -0],
  ['%s', 1n],
  ['%s', null],
  ['%s', {}],
  ['%s', { a: { b: 1 } }],
  ['%s', [1, [2]]],
  ['%s', Symbol('a')],
  ['%s', () => 5],
  ['%s', new Empty()],
  ['%s', { toString: () => 'own' }],
  ['%s', class A {}],
  ['%s', new Date(0)],
  ['%d', '5'],
  ['%d', 5n],
  ['%d', {}],
  ['%d', 'x'],
  ['%i', '5.9'],
  ['%i', 5.9],
  ['%f', '1.50'],
  ['%f', 'x'],
  ['%j', { a: [1] }],
  ['%j', undefined],
  ['%j', circular],
  ['%o', { a: 1 }],
  ['%O', { a: { b: { c: { d: {} } } } }],
  ['%c', 'css'],
  ['%%', 1],
  ['%x', 1],
  ['100%', 1],
  ['%s %s', 'a'],
  ['a', 'b', 1, { c: 'd' }],
  [1, 2, '3'],
  ['%s', 'a', 'b', { c: 1 }],
  [{ a: 1 }, 'text'],
  [],
  [''],
  ['', 1],
  [null],
  [undefined, 1],
  ['%s:%d', 'a', 1, 'rest'],
  ['%'],
  ['%s%'],
]

exports.inspections = () =>
  values().flatMap((value, index) =>
    optionSets.map((options, set) => `${index}/${set}: ${util.inspect(value, options)}`),
  )

exports.formats = () => formats.map((args) => util.format(...args))
