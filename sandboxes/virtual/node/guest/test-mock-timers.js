import { nodeError } from 'node:internal/errors'

const ALL = ['setInterval', 'setTimeout', 'setImmediate', 'Date']
const CLEARERS = {
  setInterval: 'clearInterval',
  setTimeout: 'clearTimeout',
  setImmediate: 'clearImmediate',
}

function invalidState(message) {
  return nodeError('Error', 'ERR_INVALID_STATE', `Invalid state: ${message}`)
}

/** `mock.timers`: timers and `Date` that move only when told to. */
export class MockTimers {
  #isEnabled = false
  #now = 0
  #nextId = 1
  #queue = new Map()
  #originals = new Map()

  enable(options = {}) {
    if (this.#isEnabled) throw invalidState('MockTimers is already enabled!')
    const { apis = ALL, now = 0 } = Array.isArray(options) ? { apis: options } : options
    this.#isEnabled = true
    this.#now = Number(now)
    for (const api of apis) {
      if (!ALL.includes(api)) {
        this.reset()
        throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `option ${api} is not supported`)
      }
      if (api === 'Date') this.#replace('Date', this.#mockDate())
      else this.#mockTimer(api)
    }
  }

  tick(ms = 1) {
    if (!this.#isEnabled)
      throw invalidState('You should enable MockTimers first by calling the .enable function')
    const end = this.#now + ms
    // As in Node 20, the callbacks already see the time at the end of the tick.
    this.#now = end
    for (;;) {
      const timer = this.#first()
      if (timer === undefined || timer.due > end) break
      this.#queue.delete(timer.id)
      if (timer.interval !== undefined) {
        timer.due += Math.max(1, timer.interval)
        this.#queue.set(timer.id, timer)
      }
      timer.callback(...timer.args)
    }
  }

  runAll() {
    if (!this.#isEnabled)
      throw invalidState('You should enable MockTimers first by calling the .enable function')
    let last
    for (const timer of this.#queue.values()) {
      if (last === undefined || timer.due > last) last = timer.due
    }
    if (last !== undefined) this.tick(last - this.#now)
  }

  setTime(time) {
    if (!this.#isEnabled)
      throw invalidState('You should enable MockTimers first by calling the .enable function')
    this.#now = time
  }

  reset() {
    for (const [name, original] of this.#originals) globalThis[name] = original
    this.#originals.clear()
    this.#queue.clear()
    this.#isEnabled = false
  }

  [Symbol.dispose ?? Symbol.for('nodejs.dispose')]() {
    this.reset()
  }

  #replace(name, value) {
    this.#originals.set(name, globalThis[name])
    globalThis[name] = value
  }

  #mockTimer(api) {
    this.#replace(api, (callback, delay, ...args) => {
      const isImmediate = api === 'setImmediate'
      const wait = isImmediate ? 0 : Math.max(1, Number(delay) || 0)
      const timer = {
        id: this.#nextId++,
        due: this.#now + wait,
        interval: api === 'setInterval' ? wait : undefined,
        callback,
        args: isImmediate && delay !== undefined ? [delay, ...args] : args,
        ref: () => timer,
        unref: () => timer,
        hasRef: () => true,
        [Symbol.toPrimitive]: () => timer.id,
      }
      this.#queue.set(timer.id, timer)
      return timer
    })
    this.#replace(CLEARERS[api], (timer) => {
      this.#queue.delete(typeof timer === 'object' ? timer?.id : Number(timer))
    })
  }

  #mockDate() {
    const Original = Date
    const now = () => this.#now
    class MockDate extends Original {
      constructor(...args) {
        if (args.length === 0) super(now())
        else super(...args)
      }

      static now() {
        return now()
      }
    }
    Object.defineProperty(MockDate, 'name', { value: 'Date' })
    return MockDate
  }

  #first() {
    let first
    for (const timer of this.#queue.values()) {
      if (first === undefined || timer.due < first.due) first = timer
    }
    return first
  }
}
