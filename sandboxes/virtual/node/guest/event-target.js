import { invalidArgument } from 'node:internal/errors'
import { host } from 'node:internal/host'

export class Event {
  #type
  #defaultPrevented = false
  #stopped = false
  #target = null
  #options

  constructor(type, options = {}) {
    this.#type = `${type}`
    this.#options = options
    this.timeStamp = host.now() - host.startTime()
  }

  static state(event) {
    return {
      setTarget: (target) => {
        event.#target = target
      },
      isStopped: () => event.#stopped,
    }
  }

  get type() {
    return this.#type
  }

  get target() {
    return this.#target
  }

  get currentTarget() {
    return this.#target
  }

  get srcElement() {
    return this.#target
  }

  get cancelable() {
    return Boolean(this.#options.cancelable)
  }

  get bubbles() {
    return Boolean(this.#options.bubbles)
  }

  get composed() {
    return Boolean(this.#options.composed)
  }

  get defaultPrevented() {
    return this.#defaultPrevented
  }

  get isTrusted() {
    return false
  }

  preventDefault() {
    if (this.cancelable) this.#defaultPrevented = true
  }

  stopPropagation() {}

  stopImmediatePropagation() {
    this.#stopped = true
  }
}

const stateOf = Event.state
delete Event.state

export class CustomEvent extends Event {
  #detail

  constructor(type, options = {}) {
    super(type, options)
    this.#detail = options.detail ?? null
  }

  get detail() {
    return this.#detail
  }
}

export class EventTarget {
  #listeners = new Map()

  addEventListener(type, listener, options = {}) {
    if (listener === null || listener === undefined) return
    if (typeof listener !== 'function' && typeof listener !== 'object') {
      throw invalidArgument('listener', 'an instance of EventListener', listener)
    }
    const settings = typeof options === 'boolean' ? { capture: options } : (options ?? {})
    if (settings.signal?.aborted) return
    const list = this.#listeners.get(type) ?? []
    const capture = Boolean(settings.capture)
    if (list.some((item) => item.listener === listener && item.capture === capture)) return
    this.#listeners.set(type, [...list, { listener, capture, once: Boolean(settings.once) }])
    const remove = () => this.removeEventListener(type, listener, settings)
    settings.signal?.addEventListener('abort', remove, { once: true })
  }

  removeEventListener(type, listener, options = {}) {
    const capture = Boolean(typeof options === 'boolean' ? options : options?.capture)
    const list = this.#listeners.get(type) ?? []
    this.#listeners.set(
      type,
      list.filter((item) => item.listener !== listener || item.capture !== capture),
    )
  }

  dispatchEvent(event) {
    if (!(event instanceof Event)) throw invalidArgument('event', 'an instance of Event', event)
    const state = stateOf(event)
    state.setTarget(this)
    for (const { listener, capture, once } of this.#listeners.get(event.type) ?? []) {
      if (once) this.removeEventListener(event.type, listener, capture)
      if (typeof listener === 'function') Reflect.apply(listener, this, [event])
      else listener.handleEvent(event)
      if (state.isStopped()) break
    }
    return !event.defaultPrevented
  }
}
