import { Buffer } from 'node:internal/buffer'
import { invalidArgument, nodeError } from 'node:internal/errors'
import { addTick } from 'node:internal/event-loop'
import { EventEmitter } from 'node:internal/events'
import { host } from 'node:internal/host'
import { path } from 'node:internal/path'
import { seedRandom } from 'node:internal/random'

const VERSION = host.version()
let directory = '/'

function outputStream(fd) {
  const stream = new EventEmitter()
  return Object.assign(stream, {
    fd,
    isTTY: false,
    writable: true,
    columns: undefined,
    write(data, encoding, callback) {
      host.print(fd, typeof data === 'string' ? data : Buffer.from(data).toString('utf8'))
      const done = typeof encoding === 'function' ? encoding : callback
      if (typeof done === 'function') addTick(done, [])
      return true
    },
    end(data) {
      if (data !== undefined) stream.write(data)
      return stream
    },
    getColorDepth: () => 1,
    hasColors: () => false,
  })
}

function inputStream() {
  const stream = new EventEmitter()
  let encoding
  let isStarted = false
  const start = () => {
    if (isStarted) return
    isStarted = true
    addTick(() => {
      const text = host.stdin()
      if (text !== '') stream.emit('data', encoding === undefined ? Buffer.from(text) : text)
      stream.emit('end')
      stream.emit('close')
    }, [])
  }
  const { on } = stream
  return Object.assign(stream, {
    fd: 0,
    isTTY: false,
    setEncoding(name) {
      encoding = name
      return stream
    },
    resume() {
      start()
      return stream
    },
    pause: () => stream,
    on(name, listener) {
      Reflect.apply(on, stream, [name, listener])
      if (name === 'data' || name === 'end') start()
      return stream
    },
    async *[Symbol.asyncIterator]() {
      const text = host.stdin()
      if (text !== '') yield encoding === undefined ? Buffer.from(text) : text
    },
  })
}

function hrtime(previous) {
  const ns = hrtime.bigint()
  const now = [Number(ns / 1_000_000_000n), Number(ns % 1_000_000_000n)]
  if (previous === undefined) return now
  const borrow = now[1] < previous[1] ? 1 : 0
  return [now[0] - previous[0] - borrow, now[1] - previous[1] + borrow * 1_000_000_000]
}
hrtime.bigint = () => BigInt(Math.round((host.now() - host.startTime()) * 1e6)) + 1_000_000_000n

class Process extends EventEmitter {}
Object.defineProperty(Process, 'name', { value: 'process' })

/** The global `process`. */
export const process = new Process()
Object.defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true })

let isExiting = false

/** Tells `exit` listeners, once. */
export function emitExit(code) {
  if (isExiting) return
  isExiting = true
  process.emit('exit', code)
}

Object.assign(process, {
  title: 'node',
  version: VERSION,
  versions: { node: VERSION.slice(1), quickjs: '2025-09-13', modules: '115' },
  release: { name: 'node', lts: 'Iron' },
  arch: 'x64',
  platform: 'linux',
  pid: 2,
  ppid: 1,
  argv: [],
  argv0: 'node',
  execArgv: [],
  execPath: '/usr/local/bin/node',
  exitCode: undefined,
  env: {},
  config: { variables: {} },
  features: {},
  stdout: outputStream(1),
  stderr: outputStream(2),
  stdin: inputStream(),
  hrtime,
  cwd: () => directory,
  chdir(to) {
    const target = path.resolve(to)
    if (!host.stat(target)?.startsWith('directory')) {
      throw nodeError(
        'Error',
        'ENOENT',
        `ENOENT: no such file or directory, chdir '${directory}' -> '${to}'`,
      )
    }
    directory = target
    host.chdir(target)
  },
  exit(code = process.exitCode) {
    const status = Number(code ?? 0)
    process.exitCode = status
    emitExit(status)
    host.exit(Number(process.exitCode ?? status))
  },
  reallyExit: (code) => host.exit(Number(code ?? 0)),
  abort: () => host.exit(134),
  kill() {
    throw nodeError('Error', 'EPERM', 'kill EPERM: not available in the virtual sandbox')
  },
  nextTick(callback, ...args) {
    if (typeof callback !== 'function')
      throw invalidArgument('callback', 'of type function', callback)
    addTick(callback, args)
  },
  uptime: () => (host.now() - host.startTime()) / 1000,
  memoryUsage: Object.assign(
    () => ({
      rss: 50_000_000,
      heapTotal: 20_000_000,
      heapUsed: 10_000_000,
      external: 1_000_000,
      arrayBuffers: 10_000,
    }),
    { rss: () => 50_000_000 },
  ),
  cpuUsage: () => ({ user: Math.round((host.now() - host.startTime()) * 1000), system: 0 }),
  umask: () => 0o022,
  getuid: () => 1000,
  geteuid: () => 1000,
  getgid: () => 1000,
  emitWarning(warning, options = {}) {
    const type = typeof options === 'string' ? options : (options.type ?? 'Warning')
    const message =
      warning instanceof Error ? `${warning.name}: ${warning.message}` : `${type}: ${warning}`
    addTick(
      () =>
        host.print(
          2,
          `(node:2) ${message}\n(Use \`node --trace-${type === 'DeprecationWarning' ? 'deprecation' : 'warnings'} ...\` to show where the warning was created)\n`,
        ),
      [],
    )
  },
  binding() {
    throw new Error('No such module')
  },
  setUncaughtExceptionCaptureCallback() {},
  hasUncaughtExceptionCaptureCallback: () => false,
})

/** Fills in what differs from run to run. */
export function startProcess({ argv, execArgv, env, cwd }) {
  directory = cwd
  seedRandom()
  process.argv = argv
  process.execArgv = execArgv
  process.env = stringsOnly(env)
}

/** `process.env`: whatever is stored becomes a string. */
function stringsOnly(env) {
  return new Proxy(Object.assign({}, env), {
    set(target, key, value) {
      target[key] = typeof key === 'symbol' ? value : `${value}`
      return true
    },
    defineProperty(target, key, descriptor) {
      return Reflect.defineProperty(target, key, {
        ...descriptor,
        value: `${descriptor.value}`,
        configurable: true,
        enumerable: true,
        writable: true,
      })
    },
  })
}

export default process
