import { invalidArgument, nodeError } from 'node:internal/errors'
import {
  append,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetPrototypeOf,
  ReflectApply,
  ReflectConstruct,
} from 'node:internal/primordials'
import { MockTimers } from 'node:internal/test-mock-timers'

/** `mock.calls` and what belongs to one mocked function. */
class MockFunctionContext {
  #calls = []
  #original
  #implementation
  #once = new Map()
  #restore

  constructor(original, implementation, restore) {
    this.#original = original
    this.#implementation = implementation
    this.#restore = restore
  }

  get calls() {
    return this.#calls.slice()
  }

  callCount() {
    return this.#calls.length
  }

  mockImplementation(implementation) {
    if (typeof implementation !== 'function') {
      throw invalidArgument('implementation', 'of type function', implementation)
    }
    this.#implementation = implementation
  }

  mockImplementationOnce(implementation, onCall = this.#calls.length) {
    if (typeof implementation !== 'function') {
      throw invalidArgument('implementation', 'of type function', implementation)
    }
    this.#once.set(onCall, implementation)
  }

  restore() {
    this.#implementation = this.#original
    this.#once.clear()
    this.#restore?.()
    this.#restore = undefined
  }

  resetCalls() {
    this.#calls = []
  }

  /** Calls or constructs what stands behind the mock and remembers how it went. */
  run(self, args, target) {
    const index = this.#calls.length
    const implementation = this.#once.get(index) ?? this.#implementation
    this.#once.delete(index)
    const call = {
      arguments: args,
      error: undefined,
      result: undefined,
      stack: new Error(),
      target,
      this: self,
    }
    try {
      call.result =
        target === undefined
          ? ReflectApply(implementation, self, args)
          : ReflectConstruct(implementation, args, target)
      if (target !== undefined) call.this = call.result
      return call.result
    } catch (error) {
      call.error = error
      throw error
    } finally {
      append(this.#calls, call)
    }
  }
}

const nothing = () => {}

/** `mock` and `t.mock`. */
export class MockTracker {
  #mocks = []
  #timers

  get timers() {
    this.#timers ??= new MockTimers()
    return this.#timers
  }

  fn(original = nothing, implementation = original, options = {}) {
    let base = original
    let replacement = implementation
    let settings = options
    if (typeof original === 'object' && original !== null) {
      base = nothing
      replacement = nothing
      settings = original
    } else if (typeof implementation === 'object' && implementation !== null) {
      replacement = base
      settings = implementation
    }
    return this.#create(base, replacement, settings.times)
  }

  method(object, name, implementation, options = {}) {
    let replacement = implementation
    let settings = options
    if (typeof implementation === 'object' && implementation !== null) {
      settings = implementation
      replacement = undefined
    }
    const { getter = false, setter = false } = settings
    const found = findDescriptor(object, name)
    const original = getter ? found?.get : setter ? found?.set : found?.value
    if (typeof original !== 'function') {
      throw nodeError(
        'TypeError',
        'ERR_INVALID_ARG_VALUE',
        `The argument 'methodName' must be a method. Received ${String(original)}`,
      )
    }
    const own = ObjectGetOwnPropertyDescriptor(object, name)
    const restore = () => {
      if (own === undefined) delete object[name]
      else ObjectDefineProperty(object, name, own)
    }
    const mocked = this.#create(original, replacement ?? original, settings.times, restore)
    const descriptor = { configurable: true, enumerable: found.enumerable }
    if (getter) Object.assign(descriptor, { get: mocked, set: found.set })
    else if (setter) Object.assign(descriptor, { get: found.get, set: mocked })
    else Object.assign(descriptor, { value: mocked, writable: found.writable })
    ObjectDefineProperty(object, name, descriptor)
    return mocked
  }

  getter(object, name, implementation, options = {}) {
    return this.#accessor('getter', object, name, implementation, options)
  }

  setter(object, name, implementation, options = {}) {
    return this.#accessor('setter', object, name, implementation, options)
  }

  #accessor(kind, object, name, implementation, options) {
    if (typeof implementation === 'object' && implementation !== null) {
      return this.method(object, name, { ...implementation, [kind]: true })
    }
    return this.method(object, name, implementation, { ...options, [kind]: true })
  }

  reset() {
    this.restoreAll()
    this.#timers?.reset()
    this.#mocks = []
  }

  restoreAll() {
    for (let i = 0; i < this.#mocks.length; i++) this.#mocks[i].restore()
  }

  #create(original, implementation, times = Number.POSITIVE_INFINITY, restore = undefined) {
    let calls = 0
    const limited = function (...args) {
      const behaviour = calls++ < times ? implementation : original
      return new.target === undefined
        ? ReflectApply(behaviour, this, args)
        : ReflectConstruct(behaviour, args, new.target)
    }
    const context = new MockFunctionContext(original, limited, restore)
    append(this.#mocks, context)
    const mocked = new Proxy(original, {
      apply: (_, self, args) => context.run(self, args, undefined),
      construct: (_, args, target) => context.run(undefined, args, target),
      get: (target, key, receiver) =>
        key === 'mock' ? context : Reflect.get(target, key, receiver),
    })
    return mocked
  }
}

function findDescriptor(object, name) {
  for (let at = object; at !== null && at !== undefined; at = ObjectGetPrototypeOf(at)) {
    const descriptor = ObjectGetOwnPropertyDescriptor(at, name)
    if (descriptor !== undefined) return descriptor
  }
  return undefined
}
