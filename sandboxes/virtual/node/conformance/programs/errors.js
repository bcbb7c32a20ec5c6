// biome-ignore-all lint: a program that does odd things on purpose
const util = require('node:util')

const log = (...args) => console.log(...args)
class ValidationError extends Error {
  constructor(message, field) {
    super(message)
    this.name = 'ValidationError'
    this.field = field
  }
}
const first = (error) => error.stack.split('\n')[0]
log(
  first(new Error('plain')),
  first(new TypeError('typed')),
  first(new ValidationError('bad', 'name')),
  first(new Error()),
)
log(
  `${new ValidationError('bad', 'x')}`,
  Object.keys(new ValidationError('bad', 'x')),
  new Error('x', { cause: 'y' }).cause,
  'cause' in new Error('x'),
)
log(
  Error('called') instanceof Error,
  TypeError('x') instanceof TypeError,
  new TypeError('x') instanceof Error,
  Error.prototype.name,
  TypeError.name,
  Error.length,
  AggregateError.length,
)
log(
  new AggregateError([1, 2], 'many').errors,
  Object.prototype.toString.call(new Error('x')),
  new RangeError('r').constructor === RangeError,
  Object.getPrototypeOf(TypeError) === Error,
)
const holder = {}
Error.captureStackTrace(holder)
log(typeof holder.stack, Object.keys(holder), typeof Error.stackTraceLimit)
try {
  null.property
} catch (error) {
  log(error instanceof TypeError, error.name, error.constructor === TypeError)
}
try {
  undefinedName
} catch (error) {
  log(error.name, error instanceof ReferenceError)
}
try {
  JSON.parse('{bad')
} catch (error) {
  log(error.name)
}
try {
  new Array(-1)
} catch (error) {
  log(error.name, error instanceof RangeError)
}
function deep() {
  return deep() + 1
}
for (const [name, action] of Object.entries({
  inherits: () => util.inherits(1),
  promisify: () => util.promisify(1),
  timeout: () => setTimeout('x'),
  listener: () => new (require('node:events'))().on('x', 1),
  tick: () => process.nextTick(1),
})) {
  try {
    action()
  } catch (error) {
    log(name, error.name, error.code, error.message)
  }
}
log(
  util.isDeepStrictEqual({ a: [1] }, { a: [1] }),
  util.types.isDate(new Date()),
  util.types.isPromise(Promise.resolve()),
  util.types.isRegExp(/x/),
  util.types.isProxy(new Proxy({}, {})),
)
log(
  util.stripVTControlCharacters('\u001b[31mred\u001b[0m'),
  util.inspect('x'),
  util.format('%s', 'y'),
  util.deprecate(() => 5, 'old')(),
)
util
  .promisify((a, callback) => callback(null, a * 2))(4)
  .then((value) => log('promisified', value))
util.callbackify(async (a) => a + 1)(1, (error, value) => log('callbackified', error, value))
log(
  util.parseArgs({
    args: ['-f', '--bar', 'b', '--no', 'x'],
    options: {
      foo: { type: 'boolean', short: 'f' },
      bar: { type: 'string' },
      no: { type: 'boolean' },
    },
    allowPositionals: true,
  }),
)
log(
  structuredClone({ a: new Date(0), b: new Map([[1, { c: 2 }]]), d: [1, , 3], e: /x/g }),
  (1234567.891).toLocaleString(),
  (0.5).toLocaleString('en-US', { style: 'percent' }),
  new Date(0).toLocaleDateString('en-US', { timeZone: 'UTC' }),
  ['b', 'a', 'C', 'á'].sort((x, y) => x.localeCompare(y)),
)
console.table([
  { a: 1, b: 'x' },
  { a: 2, c: true },
])
console.table(['p', 'q'])
console.group('group')
log('inside\ntwo lines')
console.groupEnd()
console.count()
console.count('x')
console.count()
console.assert(true, 'no')
console.dir({ a: { b: { c: {} } } }, { depth: 0 })
process.stdout.write('written\n')
