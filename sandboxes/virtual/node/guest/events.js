import { abortError } from 'node:internal/abort'
import { invalidArgument, nodeError } from 'node:internal/errors'
import { inspect } from 'node:internal/inspect'
import { ReflectApply } from 'node:internal/primordials'

const CAPTURE = Symbol.for('nodejs.rejection')
const MONITOR = Symbol('events.errorMonitor')
let defaultMaxListeners = 10

function requireListener(listener) {
  if (typeof listener !== 'function')
    throw invalidArgument('listener', 'of type function', listener)
}

/** Node's EventEmitter. It is a function, not a class: old libraries call it on their own objects. */
export function EventEmitter(options) {
  EventEmitter.init.call(this, options)
}

EventEmitter.init = function () {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null)
    this._eventsCount = 0
  }
  this._maxListeners ||= undefined
}

EventEmitter.prototype._events = undefined
EventEmitter.prototype._eventsCount = 0
EventEmitter.prototype._maxListeners = undefined

function listenersOf(emitter, name) {
  const found = emitter._events?.[name]
  if (found === undefined) return []
  return typeof found === 'function' ? [found] : found
}

function setListeners(emitter, name, list) {
  emitter._events ??= Object.create(null)
  if (list.length === 0) delete emitter._events[name]
  else emitter._events[name] = list.length === 1 ? list[0] : list
  emitter._eventsCount = Reflect.ownKeys(emitter._events).length
}

function add(emitter, name, listener, isFirst) {
  requireListener(listener)
  if (emitter._events?.newListener !== undefined) {
    emitter.emit('newListener', name, listener.listener ?? listener)
  }
  const list = listenersOf(emitter, name)
  setListeners(emitter, name, isFirst ? [listener, ...list] : [...list, listener])
  return emitter
}

function onceWrapper(emitter, name, listener) {
  requireListener(listener)
  let wasCalled = false
  const wrapper = (...args) => {
    if (wasCalled) return undefined
    wasCalled = true
    emitter.removeListener(name, wrapper)
    return ReflectApply(listener, emitter, args)
  }
  wrapper.listener = listener
  return wrapper
}

const methods = {
  setMaxListeners(count) {
    this._maxListeners = count
    return this
  },

  getMaxListeners() {
    return this._maxListeners ?? defaultMaxListeners
  },

  emit(name, ...args) {
    if (name === 'error') {
      if (this._events?.[MONITOR] !== undefined) this.emit(MONITOR, ...args)
      if (listenersOf(this, 'error').length === 0) throw unhandled(args[0])
    }
    const list = listenersOf(this, name)
    for (const listener of list.slice()) {
      const result = ReflectApply(listener, this, args)
      if (this[CAPTURE_ENABLED] && typeof result?.then === 'function') {
        result.then(undefined, (error) => this.emit('error', error))
      }
    }
    return list.length > 0
  },

  addListener(name, listener) {
    return add(this, name, listener, false)
  },

  prependListener(name, listener) {
    return add(this, name, listener, true)
  },

  once(name, listener) {
    return this.on(name, onceWrapper(this, name, listener))
  },

  prependOnceListener(name, listener) {
    return this.prependListener(name, onceWrapper(this, name, listener))
  },

  removeListener(name, listener) {
    requireListener(listener)
    const list = listenersOf(this, name)
    const index = list.findLastIndex((item) => item === listener || item.listener === listener)
    if (index < 0) return this
    setListeners(
      this,
      name,
      list.filter((_, i) => i !== index),
    )
    if (this._events.removeListener !== undefined) this.emit('removeListener', name, listener)
    return this
  },

  removeAllListeners(name) {
    if (this._events?.removeListener !== undefined) {
      for (const key of name === undefined ? this.eventNames() : [name]) {
        if (key === 'removeListener') continue
        for (const listener of this.listeners(key).reverse()) this.removeListener(key, listener)
      }
    }
    if (name === undefined) this._events = Object.create(null)
    else setListeners(this, name, [])
    this._eventsCount = Reflect.ownKeys(this._events).length
    return this
  },

  listeners(name) {
    return listenersOf(this, name).map((listener) => listener.listener ?? listener)
  },

  rawListeners(name) {
    return listenersOf(this, name).slice()
  },

  listenerCount(name, listener) {
    const list = listenersOf(this, name)
    if (listener === undefined) return list.length
    return list.filter((item) => item === listener || item.listener === listener).length
  },

  eventNames() {
    return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : []
  },
}

const CAPTURE_ENABLED = Symbol('captureRejections')
for (const name of Object.keys(methods)) EventEmitter.prototype[name] = methods[name]
EventEmitter.prototype.on = EventEmitter.prototype.addListener
EventEmitter.prototype.off = EventEmitter.prototype.removeListener

function unhandled(error) {
  if (error instanceof Error) return error
  const shown = typeof error === 'string' ? `'${error}'` : inspect(error)
  return nodeError('Error', 'ERR_UNHANDLED_ERROR', `Unhandled error. (${shown})`, {
    context: error,
  })
}

function isEventTarget(emitter) {
  return typeof emitter.addEventListener === 'function' && typeof emitter.on !== 'function'
}

/** Resolves with the arguments of the next event; rejects if `error` comes first. */
export async function once(emitter, name, options = {}) {
  const { signal } = options
  if (signal?.aborted) throw abortError(signal)
  return new Promise((resolve, reject) => {
    if (isEventTarget(emitter)) {
      emitter.addEventListener(name, (event) => resolve([event]), { once: true, signal })
    } else {
      const onEvent = (...args) => {
        emitter.removeListener('error', onError)
        resolve(args)
      }
      const onError = (error) => {
        emitter.removeListener(name, onEvent)
        reject(error)
      }
      emitter.once(name, onEvent)
      if (name !== 'error') emitter.once('error', onError)
      signal?.addEventListener('abort', () => {
        emitter.removeListener(name, onEvent)
        emitter.removeListener('error', onError)
      })
    }
    signal?.addEventListener('abort', () => reject(abortError(signal)), { once: true })
  })
}

/** The events of a name as an async iterator. */
export function on(emitter, name, options = {}) {
  const { signal, close = [] } = options
  if (signal?.aborted) throw abortError(signal)
  const events = []
  const waiting = []
  let failure
  let isDone = false
  const onEvent = (...args) => {
    const next = waiting.shift()
    if (next) next.resolve({ value: args, done: false })
    else events.push(args)
  }
  const onError = (error) => {
    const next = waiting.shift()
    if (next) next.reject(error)
    else failure = error
    iterator.return()
  }
  const iterator = {
    next() {
      if (events.length > 0) return Promise.resolve({ value: events.shift(), done: false })
      if (failure !== undefined) {
        const error = failure
        failure = undefined
        return Promise.reject(error)
      }
      if (isDone) return Promise.resolve({ value: undefined, done: true })
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    },
    return() {
      isDone = true
      emitter.removeListener(name, onEvent)
      emitter.removeListener('error', onError)
      for (const next of waiting.splice(0)) next.resolve({ value: undefined, done: true })
      return Promise.resolve({ value: undefined, done: true })
    },
    throw(error) {
      onError(error)
      return Promise.reject(error)
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
  emitter.on(name, onEvent)
  if (name !== 'error') emitter.on('error', onError)
  for (const event of close) emitter.once(event, () => iterator.return())
  signal?.addEventListener('abort', () => onError(abortError(signal)), { once: true })
  return iterator
}

EventEmitter.EventEmitter = EventEmitter
EventEmitter.once = once
EventEmitter.on = on
EventEmitter.errorMonitor = MONITOR
EventEmitter.captureRejectionSymbol = CAPTURE
EventEmitter.getEventListeners = (emitter, name) => emitter.listeners(name)
EventEmitter.listenerCount = (emitter, name) => emitter.listenerCount(name)
EventEmitter.setMaxListeners = (count, ...emitters) => {
  for (const emitter of emitters) emitter.setMaxListeners(count)
  if (emitters.length === 0) defaultMaxListeners = count
}
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  enumerable: true,
  get: () => defaultMaxListeners,
  set(count) {
    defaultMaxListeners = count
  },
})

export default EventEmitter
