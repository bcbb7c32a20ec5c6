/**
 * The part of the guard for node:test. In the process of `node --test`, which loads no judged code, it runs the files
 * itself, each in a process with a key of its own, handed over through standard input. In such a process it takes results
 * from the runner's own stream of events, before anything else sees them.
 */
export const NODE_TEST = String.raw`
const path = require('path')
const { spawnSync } = require('child_process')
const { isMainThread } = require('worker_threads')
const FILE = 'GUARDED_TEST_FILE'

const runFiles = (key) => {
  const own = readFileSync(__filename, 'utf8')
  const flags = withoutTestFlags(process.execArgv)
  const files = testFiles(process.argv.slice(1))
  const contents = new Map(files.map((file) => [file, readOrNothing(file)]))
  const restore = () => {
    for (const [file, content] of contents) {
      if (content === undefined || readOrNothing(file) === content) continue
      note('the test file ' + path.relative(settings.root, file) + ' was changed while tests ran')
      try { fs.rmSync(file, { recursive: true, force: true }) } catch (_) {}
      writeFileSync(file, content)
    }
    writeFileSync(__filename, own)
  }
  sign = seal(key)
  let honest = true
  files.forEach((file, at) => {
    const input = { key: seal(key)('file ' + at), report: settings.report + '.' + at }
    restore()
    const { status, signal } = spawnSync(process.execPath, [...flags, '--require', __filename, file], {
      input: stringify(input),
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: otherOptions(process.env.NODE_OPTIONS), [FILE]: '1' },
    })
    const shown = path.relative(settings.root, file)
    const reported = signedBy(input)
    if (!reported) {
      if (fs.existsSync(input.report)) note(shown + ' did not come to its end: its report was overwritten')
      else if (status === 0 || signal) note(shown + ' did not come to its end: ' + (signal || 'exit code ' + status))
      print('not ok ' + (at + 1) + ' - ' + escaped(file) + '\n')
      return
    }
    for (const sentence of reported.integrity) note(sentence)
    honest = honest && reported.honest
    print(reported.log)
  })
  restore()
  end(honest)
}

const signedBy = ({ key, report }) => {
  const content = readOrNothing(report)
  if (content === undefined) return undefined
  const payload = content.slice(65).trimEnd()
  return content.slice(0, 64) === seal(key)(payload) ? JSON.parse(payload) : undefined
}

const readOrNothing = (file) => { try { return readFileSync(file, 'utf8') } catch (_) { return undefined } }
const otherOptions = (options) => (options || '').replace('--require ' + __filename, '').trim()

const withoutTestFlags = (flags) => {
  const kept = []
  for (let at = 0; at < flags.length; at++) {
    if (/^--test-(?:reporter|reporter-destination|concurrency|timeout|shard|isolation)$/.test(flags[at])) at++
    else if (!/^--(?:test|test-(?:reporter|reporter-destination|concurrency|timeout|shard|isolation)=.*|test-force-exit|watch|experimental-test-coverage)$/.test(flags[at])) kept.push(flags[at])
  }
  return kept
}

/** As Node looks for them, where none are named. */
const testFiles = (named) => {
  const cwd = process.cwd()
  const isTest = (file) => /(?:^|\/)test\/.*\.[cm]?js$|(?:^|\/)(?:test|test-[^/]*|[^/]*[.\-_]test)\.[cm]?js$/.test(file)
  if (named.length === 0) return walk(cwd).filter((file) => isTest(path.relative(cwd, file)))
  return named.flatMap((name) => {
    const file = path.resolve(name)
    if (isFolder(file)) return walk(file).filter((one) => /\.[cm]?js$/.test(one))
    if (fs.existsSync(file) || !/[*?{[]/.test(name)) return [file]
    return fs.globSync ? fs.globSync(name).map((one) => path.resolve(one)).sort() : []
  })
}
const isFolder = (file) => { try { return fs.statSync(file).isDirectory() } catch (_) { return false } }
const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true })
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .flatMap((entry) => {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : walk(file)
    return entry.isFile() ? [file] : []
  })

const runFile = (key) => {
  const { test } = require('node:test')
  const mustFailName = 'must fail ' + seal(key)('must fail').slice(0, 24)
  const stream = streamOf(() => test(mustFailName, async () => { await undefined; assert.strictEqual(1, 2) }))
  if (!start(key) || !stream) return
  let failed = false
  const { emit } = stream
  const { push } = stream
  define(stream, 'emit', function (type, data) {
    const isResult = type === 'test:pass' || type === 'test:fail'
    if (isResult && data.name === mustFailName) failed = failed || type === 'test:fail'
    else if (isResult) {
      report(type === 'test:pass', data)
      checkSometimes(load)
    }
    return apply(emit, stream, arguments)
  })
  // Reporters get nothing but the end, so they print nothing.
  define(stream, 'push', (data) => (data === null ? apply(push, stream, [null]) : true))
  let drained = false
  process.prependListener('beforeExit', () => { drained = true })
  process.prependListener('exit', () => {
    if (!drained) return
    if (!failed) note('the runner was changed: a test that must fail did not')
    end(failsAsItMust(load) && failed)
  })
  const load = Module.createRequire(path.resolve(process.argv[1]))
}

/** The runner's own stream, caught while it is made. */
const streamOf = (work) => {
  const events = require('events')
  const { init } = events
  let stream
  events.init = function () {
    if (/^(?:TestsStream|TapStream)$/.test(this.constructor.name)) stream = this
    return apply(init, this, arguments)
  }
  try { work() } finally { events.init = init }
  return stream
}

let results = 0
const report = (passed, { name, nesting, details, skip, todo }) => {
  let indent = ''
  for (let depth = 0; depth < nesting; depth++) indent += '    '
  const cause = details && details.error && details.error.failureType
  const directive = skip !== undefined ? ' # SKIP' : todo !== undefined ? ' # TODO' : ''
  results += 1
  print(indent + (passed ? 'ok ' : 'not ok ') + results + ' - ' + escaped(text(name)) + directive + '\n' + indent + '  ---\n')
  if (details && details.type === 'suite') print(indent + "  type: 'suite'\n")
  if (cause === 'subtestsFailed') print(indent + "  failureType: 'subtestsFailed'\n")
  print(indent + '  ...\n')
}

const ESCAPES = { '\b': '\\\\b', '\f': '\\\\f', '\t': '\\\\t', '\n': '\\\\n', '\r': '\\\\r', '\v': '\\\\v', '\\': '\\\\', '#': '\\#', __proto__: null }
const escaped = (name) => {
  let result = ''
  for (let at = 0; at < name.length; at++) result += ESCAPES[name[at]] || name[at]
  return result
}

const isOfRepository = (file) => file !== undefined && path.resolve(file).startsWith(settings.root + '/') && !file.includes('node_modules')
if (isMainThread) {
  if (process.env[FILE] !== undefined) {
    delete process.env[FILE]
    const at = process.execArgv.lastIndexOf('--require')
    process.execArgv.splice(at, 2)
    const { key, report: own } = JSON.parse(readFileSync(0, 'utf8'))
    settings.report = own
    runFile(key)
  } else if (process.execArgv.includes('--test')) {
    const key = takeKey()
    if (key !== '') {
      runFiles(key)
      process.exit(0)
    }
  } else if (isOfRepository(process.argv[1])) {
    process.env.NODE_OPTIONS = otherOptions(process.env.NODE_OPTIONS)
    const key = takeKey()
    if (key !== '') runFile(key)
  }
}
`
