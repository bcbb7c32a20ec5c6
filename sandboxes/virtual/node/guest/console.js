import { tableText } from 'node:internal/console-table'
import { stackOf } from 'node:internal/errors'
import { format, formatWithOptions } from 'node:internal/format'
import { host } from 'node:internal/host'
import { inspect } from 'node:internal/inspect'
import { ArrayJoin, map, replaceAll, StringRepeat } from 'node:internal/primordials'

const STDOUT = 1
const STDERR = 2
const GROUP_WIDTH = 2

/** `console`, on the two output streams; `new Console()` takes others. */
export class Console {
  #indent = ''
  #counts = new Map()
  #times = new Map()
  #write

  constructor(stdout, stderr = stdout) {
    const streams = stdout?.stdout ? stdout : { stdout, stderr }
    const out = streams.stdout
    const err = streams.stderr ?? streams.stdout
    this.#write =
      out === undefined
        ? (stream, text) => host.print(stream, text)
        : (stream, text) => (stream === STDOUT ? out : err).write(text)
    for (const name of METHODS) this[name] = this[name].bind(this)
  }

  #print(stream, text) {
    const indented =
      this.#indent === '' ? text : this.#indent + replaceAll(text, '\n', `\n${this.#indent}`)
    this.#write(stream, `${indented}\n`)
  }

  log(...args) {
    this.#print(STDOUT, format(...args))
  }

  error(...args) {
    this.#print(STDERR, format(...args))
  }

  info(...args) {
    this.log(...args)
  }

  debug(...args) {
    this.log(...args)
  }

  warn(...args) {
    this.error(...args)
  }

  dir(value, options) {
    this.#print(STDOUT, inspect(value, { customInspect: false, ...options }))
  }

  dirxml(...args) {
    this.log(...args)
  }

  assert(condition, ...args) {
    if (condition) return
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`
    else args.unshift('Assertion failed')
    this.warn(...args)
  }

  trace(...args) {
    const error = new Error(format(...args))
    error.name = 'Trace'
    this.error(stackOf(error).replace(/^Error/, 'Trace'))
  }

  count(label = 'default') {
    const count = (this.#counts.get(`${label}`) ?? 0) + 1
    this.#counts.set(`${label}`, count)
    this.log(`${label}: ${count}`)
  }

  countReset(label = 'default') {
    this.#counts.delete(`${label}`)
  }

  group(...args) {
    if (args.length > 0) this.log(...args)
    this.#indent += StringRepeat(' ', GROUP_WIDTH)
  }

  groupCollapsed(...args) {
    this.group(...args)
  }

  groupEnd() {
    this.#indent = this.#indent.slice(GROUP_WIDTH)
  }

  time(label = 'default') {
    this.#times.set(`${label}`, host.now())
  }

  timeLog(label = 'default', ...args) {
    const start = this.#times.get(`${label}`)
    if (start === undefined) return
    const elapsed = host.now() - start
    const text =
      elapsed >= 1000 ? `${(elapsed / 1000).toFixed(3)}s` : `${Number(elapsed.toFixed(3))}ms`
    this.log(
      ArrayJoin([`${label}: ${text}`, ...map(args, (arg) => formatWithOptions({}, arg))], ' '),
    )
  }

  timeEnd(label = 'default') {
    this.timeLog(label)
    this.#times.delete(`${label}`)
  }

  table(data, columns) {
    if (data === null || typeof data !== 'object') this.log(data)
    else this.#print(STDOUT, tableText(data, columns))
  }
}

const METHODS = Object.getOwnPropertyNames(Console.prototype).filter(
  (name) => name !== 'constructor',
)

/** The global `console`. */
export const globalConsole = new Console()
Object.defineProperty(globalConsole, 'Console', {
  value: Console,
  writable: true,
  configurable: true,
})
Object.setPrototypeOf(globalConsole, {})
Object.defineProperty(globalConsole, Symbol.toStringTag, { value: 'console', configurable: true })

export default globalConsole
