import { invalidArgument } from 'node:internal/errors'
import { addImmediate, addTimer, removeTimer, restartTimer } from 'node:internal/event-loop'
import { CUSTOM } from 'node:internal/inspect'
import { ObjectDefineProperty } from 'node:internal/primordials'

const PROMISIFY = Symbol.for('nodejs.util.promisify.custom')
const byId = new Map()

export class Timeout {
  #timer

  constructor(timer) {
    this.#timer = timer
  }

  ref() {
    this.#timer.isRef = true
    return this
  }

  unref() {
    this.#timer.isRef = false
    return this
  }

  hasRef() {
    return this.#timer.isRef
  }

  refresh() {
    restartTimer(this.#timer)
    return this
  }

  close() {
    removeTimer(this.#timer)
    return this
  }

  [Symbol.toPrimitive]() {
    byId.set(this.#timer.id, this)
    return this.#timer.id
  }

  [CUSTOM]() {
    return `Timeout { _idleTimeout: ${this.#timer.delay}, _repeat: ${this.#timer.repeats ? this.#timer.delay : null} }`
  }
}

export class Immediate {
  #item

  constructor(item) {
    this.#item = item
  }

  static cancel(immediate) {
    if (immediate instanceof Immediate) immediate.#item.isCancelled = true
  }

  ref() {
    return this
  }

  unref() {
    return this
  }

  hasRef() {
    return true
  }
}

const { cancel } = Immediate
delete Immediate.cancel

function requireFunction(callback) {
  if (typeof callback !== 'function')
    throw invalidArgument('callback', 'of type function', callback)
}

export function setTimeout(callback, delay, ...args) {
  requireFunction(callback)
  return new Timeout(addTimer(callback, Number(delay), false, args))
}

export function setInterval(callback, delay, ...args) {
  requireFunction(callback)
  return new Timeout(addTimer(callback, Number(delay), true, args))
}

export function setImmediate(callback, ...args) {
  requireFunction(callback)
  return new Immediate(addImmediate(callback, args))
}

export function clearTimeout(timeout) {
  const found = typeof timeout === 'object' ? timeout : byId.get(Number(timeout))
  if (found instanceof Timeout) found.close()
}

export function clearInterval(timeout) {
  clearTimeout(timeout)
}

export function clearImmediate(immediate) {
  cancel(immediate)
}

function abortable(options, start) {
  const { signal, ref = true } = options ?? {}
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(aborted(signal))
      return
    }
    const stop = start(resolve, ref)
    signal?.addEventListener('abort', () => {
      stop()
      reject(aborted(signal))
    })
  })
}

function aborted(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason })
  error.code = 'ABORT_ERR'
  ObjectDefineProperty(error, 'name', { value: 'AbortError', configurable: true, writable: true })
  return error
}

const promises = {
  setTimeout(delay, value, options) {
    return abortable(options, (resolve, ref) => {
      const timer = addTimer(() => resolve(value), Number(delay), false, [])
      timer.isRef = ref
      return () => removeTimer(timer)
    })
  },

  setImmediate(value, options) {
    return abortable(options, (resolve) => {
      const item = addImmediate(() => resolve(value), [])
      return () => {
        item.isCancelled = true
      }
    })
  },

  async *setInterval(delay, value, options) {
    for (;;) {
      await promises.setTimeout(delay, undefined, options)
      yield value
    }
  },

  scheduler: {
    wait: (delay, options) => promises.setTimeout(delay, undefined, options),
    yield: () => promises.setImmediate(),
  },
}

ObjectDefineProperty(setTimeout, PROMISIFY, { value: promises.setTimeout })
ObjectDefineProperty(setImmediate, PROMISIFY, { value: promises.setImmediate })

export { promises }
export default {
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  clearInterval,
  clearImmediate,
  promises,
}
