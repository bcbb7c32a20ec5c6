/** The part of the guard for tape. */
export const TAPE = String.raw`
const takeOver = (tape) => {
  const { Test } = tape
  const directory = path.dirname(Test === undefined ? '' : fileOf(tape))
  const Results = require(path.join(directory, 'lib', 'results.js'))
  const { createStream, push, close } = Results.prototype
  const { _exit } = Test.prototype

  let unfinished = false
  const written = []
  Results.prototype.createStream = function () {
    const results = this
    const { _stream: stream } = results
    const { queue } = stream
    testsAreLoaded = true
    // What would be printed, as it is made; nothing but the end goes on.
    define(stream, 'queue', (chunk) => {
      if (chunk === null) return apply(queue, stream, [null])
      print(text(chunk))
      checkSometimes(load)
      if (!assertsFail()) changed()
      return true
    })
    return apply(createStream, results, arguments)
  }
  Results.prototype.push = function (one) {
    const file = callingFile((frame) => startsWith(frame, directory + '/'))
    if (isSource(file)) {
      noteOnce('declared', shown(file) + ' declared a test')
      return undefined
    }
    return apply(push, this, arguments)
  }
  Results.prototype.close = function () {
    const wasOpen = !this.closed
    const result = apply(close, this, arguments)
    if (!wasOpen) return result
    const cut = unfinished && exited
    if (cut) note('the tests did not come to their end: process.exit was called')
    if (!assertsFail()) changed()
    end(failsAsItMust(load) && restoreAll() && isHonest && !cut)
    return result
  }
  Test.prototype._exit = function () {
    if (!this.ended) unfinished = true
    return apply(_exit, this, arguments)
  }
  for (const owner of [Results, Test]) {
    for (const name of getOwnPropertyNames(EventEmitter.prototype)) {
      const method = EventEmitter.prototype[name]
      if (typeof method === 'function' && name !== 'constructor' && !owner.prototype.hasOwnProperty(name)) {
        defineProperty(owner.prototype, name, { value: method, writable: true, enumerable: true, configurable: true })
      }
    }
  }
  for (const name of ['getHarness', 'createHarness']) {
    const original = tape[name]
    if (typeof original !== 'function') continue
    tape[name] = function () {
      const file = callingFile()
      if (isSource(file)) {
        noteOnce('harness', shown(file) + ' reached for the tests of tape')
        throw new Error('not while tests are graded')
      }
      return apply(original, this, arguments)
    }
  }
  for (const one of [tape, Test, Test.prototype, Results, Results.prototype]) keep(one, 'tape', beforeTests)

  let isHonest = true
  const changed = () => {
    isHonest = false
    noteOnce('runner', 'the runner was changed: an assertion that must fail passed')
  }
  const wrong = [
    (t) => t.ok(false),
    (t) => t.notOk(true),
    (t) => t.equal(1, 2),
    (t) => t.notEqual(1, 1),
    (t) => t.deepEqual({ a: [1] }, { a: [2] }),
    (t) => t.notDeepEqual({ a: 1 }, { a: 1 }),
    (t) => t.error(new Error('one')),
    (t) => t.throws(() => {}),
    (t) => t.doesNotThrow(() => { throw new Error('two') }),
    (t) => t.fail('three'),
    (t) => (t.match ? t.match('a', /b/) : t.fail('four')),
  ]
  const assertsFail = () => {
    let failed = 0
    const one = new Test('fails', {}, () => {})
    one.on('result', (result) => { if (result.ok === false) failed += 1 })
    for (let at = 0; at < wrong.length; at++) {
      try { wrong[at](one) } catch (_) {}
    }
    return failed === wrong.length
  }
}
const fileOf = (exported) => {
  for (const file of Object.keys(require.cache)) if (require.cache[file].exports === exported) return file
  return ''
}

const isTape = (file) => /[/\\]tape[/\\]index\.js$/.test(file)
if (isMainThread) {
  whenLoaded(isTape, takeOver)
  const main = process.argv[1]
  if (main !== undefined && !isSource(path.resolve(main)) && !/node_modules/.test(main) && startsWith(path.resolve(main), settings.root + '/')) {
    optional(load, 'tape')
  }
}
`
