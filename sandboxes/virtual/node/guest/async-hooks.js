/** Follows synchronous calls only: the interpreter has no hooks into promises. */
export class AsyncLocalStorage {
  #store

  run(store, callback, ...args) {
    const before = this.#store
    this.#store = store
    try {
      return callback(...args)
    } finally {
      this.#store = before
    }
  }

  exit(callback, ...args) {
    return this.run(undefined, callback, ...args)
  }

  getStore() {
    return this.#store
  }

  enterWith(store) {
    this.#store = store
  }

  disable() {
    this.#store = undefined
  }
}

export class AsyncResource {
  runInAsyncScope(fn, self, ...args) {
    return Reflect.apply(fn, self, args)
  }

  static bind(fn) {
    return fn
  }
}

export default {
  AsyncLocalStorage,
  AsyncResource,
  executionAsyncId: () => 0,
  createHook: () => ({ enable() {}, disable() {} }),
}
