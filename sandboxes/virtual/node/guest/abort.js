import { errorConstructors, nodeError } from 'node:internal/errors'
import { addTimer } from 'node:internal/event-loop'
import { Event, EventTarget } from 'node:internal/event-target'
import { ObjectDefineProperty } from 'node:internal/primordials'

/** `DOMException`, as far as aborting and cloning need it. */
export class DOMException extends errorConstructors.Error {
  #name
  #code

  constructor(message = '', options = 'Error') {
    super(message)
    this.#name = typeof options === 'string' ? options : (options.name ?? 'Error')
    this.#code =
      { AbortError: 20, TimeoutError: 23, DataCloneError: 25, InvalidCharacterError: 5 }[
        this.#name
      ] ?? 0
    if (typeof options === 'object' && 'cause' in options) this.cause = options.cause
  }

  get name() {
    return this.#name
  }

  get code() {
    return this.#code
  }
}

const INTERNAL = Symbol('create')

export class AbortSignal extends EventTarget {
  #reason
  #aborted = false
  onabort = null

  constructor(key) {
    super()
    if (key !== INTERNAL)
      throw nodeError('TypeError', 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor')
    ObjectDefineProperty(this, 'onabort', { enumerable: false })
  }

  static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    const signal = new AbortSignal(INTERNAL)
    signal.#reason = reason
    signal.#aborted = true
    return signal
  }

  static timeout(ms) {
    const signal = new AbortSignal(INTERNAL)
    const reason = () =>
      new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    addTimer(() => signal.#abort(reason()), ms, false, []).isRef = false
    return signal
  }

  static any(signals) {
    const combined = new AbortSignal(INTERNAL)
    for (const signal of signals) {
      if (signal.aborted) return AbortSignal.abort(signal.reason)
      signal.addEventListener('abort', () => combined.#abort(signal.reason), { once: true })
    }
    return combined
  }

  static create() {
    return new AbortSignal(INTERNAL)
  }

  static trigger(signal, reason) {
    signal.#abort(reason)
  }

  get aborted() {
    return this.#aborted
  }

  get reason() {
    return this.#reason
  }

  throwIfAborted() {
    if (this.#aborted) throw this.#reason
  }

  #abort(reason) {
    if (this.#aborted) return
    this.#aborted = true
    this.#reason = reason
    const event = new Event('abort')
    if (typeof this.onabort === 'function') this.onabort(event)
    this.dispatchEvent(event)
  }
}

const { create, trigger } = AbortSignal
delete AbortSignal.create
delete AbortSignal.trigger

export class AbortController {
  #signal = create()

  get signal() {
    return this.#signal
  }

  abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    trigger(this.#signal, reason)
  }
}

/** The error of an aborted operation of Node's own functions. */
export function abortError(signal) {
  const error = nodeError('Error', 'ABORT_ERR', 'The operation was aborted')
  ObjectDefineProperty(error, 'name', { value: 'AbortError', configurable: true, writable: true })
  if (signal?.reason !== undefined) error.cause = signal.reason
  return error
}
