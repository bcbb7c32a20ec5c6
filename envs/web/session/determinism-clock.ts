/**
 * Time of a frame: stands still until `turn` moves it. Dates, timers, animation frames and `performance.now` all
 * read it. Runs before scripts of the page; what it needs of the platform it keeps, so that none of them can change it.
 */
export const clockScript = `
const NativeDate = Date
const { setTimeout: nativeTimeout, requestAnimationFrame: nativeFrame } = globalThis
const { apply } = Reflect
let now = 0
let origin = 0
let lastId = 0
let level = 0
let busy = false
const timers = new Map()

const add = (at, fields) => {
  const id = ++lastId
  timers.set(id, { id, at, level: level + 1, ...fields })
  return id
}
const delayOf = (delay) => {
  const ms = Math.max(0, Math.trunc(Number(delay)) || 0)
  // As browsers do: chains of timers without delay would never let time go on.
  return level >= 5 ? Math.max(4, ms) : ms
}
const callable = (handler) => (typeof handler === 'function' ? handler : () => (0, eval)(String(handler)))
const timeout = (handler, delay, ...args) =>
  add(now + delayOf(delay), { run: callable(handler), args })
const interval = (handler, delay, ...args) => {
  const every = Math.max(1, delayOf(delay))
  return add(now + every, { run: callable(handler), args, every })
}
const cancel = (id) => void timers.delete(Number(id))
const frame = (callback) =>
  add(now + (16 - ((now - origin) % 16)), { run: (...args) => callback(...args), args: null })
const idle = (callback) =>
  add(now + 1, { run: callback, args: [{ didTimeout: false, timeRemaining: () => 50 }] })

function FakeDate(...args) {
  if (!new.target) return new NativeDate(now).toString()
  return Reflect.construct(NativeDate, args.length === 0 ? [now] : args, new.target)
}
Object.defineProperties(FakeDate, {
  name: { value: 'Date' },
  length: { value: 7 },
  prototype: { value: NativeDate.prototype, writable: false },
  now: { value: () => now, configurable: true, writable: true },
  parse: { value: NativeDate.parse, configurable: true, writable: true },
  UTC: { value: NativeDate.UTC, configurable: true, writable: true },
})
NativeDate.prototype.constructor = FakeDate

const replace = (target, values) => {
  for (const [name, value] of Object.entries(values)) {
    if (target && name in target) {
      Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: name !== 'Date' })
    }
  }
}
replace(globalThis, {
  Date: FakeDate,
  setTimeout: timeout,
  setInterval: interval,
  clearTimeout: cancel,
  clearInterval: cancel,
  requestAnimationFrame: frame,
  cancelAnimationFrame: cancel,
  requestIdleCallback: idle,
  cancelIdleCallback: cancel,
})
replace(Performance.prototype, { now: () => now - origin })
const getter = (target, name, get) =>
  target && Object.defineProperty(target, name, { get, configurable: true, enumerable: true })
getter(Performance.prototype, 'timeOrigin', () => origin)
getter(Event.prototype, 'timeStamp', () => now - origin)
if (globalThis.Document) {
  getter(Document.prototype, 'lastModified', () => {
    const two = (value) => String(value).padStart(2, '0')
    const date = new NativeDate(now)
    return two(date.getMonth() + 1) + '/' + two(date.getDate()) + '/' + date.getFullYear() + ' ' +
      two(date.getHours()) + ':' + two(date.getMinutes()) + ':' + two(date.getSeconds())
  })
}
const formats = Intl.DateTimeFormat.prototype
const { get: formatOf } = Object.getOwnPropertyDescriptor(formats, 'format')
getter(formats, 'format', function () {
  const format = formatOf.call(this)
  return (date) => format(date === undefined ? now : date)
})
const { formatToParts } = formats
replace(formats, {
  formatToParts(date) {
    return formatToParts.call(this, date === undefined ? now : date)
  },
})
if (globalThis.Temporal) {
  const { Instant, Now } = Temporal
  const instant = () => Instant.fromEpochMilliseconds(now)
  const zoned = (zone = Now.timeZoneId()) => instant().toZonedDateTimeISO(zone)
  replace(Now, {
    instant,
    zonedDateTimeISO: zoned,
    plainDateTimeISO: (zone) => zoned(zone).toPlainDateTime(),
    plainDateISO: (zone) => zoned(zone).toPlainDate(),
    plainTimeISO: (zone) => zoned(zone).toPlainTime(),
  })
}
replace(AbortSignal, {
  timeout(ms) {
    const controller = new AbortController()
    timeout(() => controller.abort(new DOMException('signal timed out', 'TimeoutError')), ms)
    return controller.signal
  },
})

// What leaves the page: time must not go on before the answer is there.
for (const [owner, name] of [
  [globalThis, 'fetch'],
  [globalThis.XMLHttpRequest?.prototype, 'send'],
]) {
  const before = owner?.[name]
  if (!before) continue
  replace(owner, {
    [name](...args) {
      busy = true
      return apply(before, this, args)
    },
  })
}
globalThis.navigation?.addEventListener('navigate', ({ destination }) => {
  if (!destination.sameDocument) busy = true
})

const channel = new MessageChannel()
const waiting = []
channel.port1.onmessage = () => waiting.shift()?.()
const task = () => new Promise((resolve) => {
  waiting.push(resolve)
  channel.port2.postMessage(0)
})
// Observers of layout are told at a frame of the browser. It may be late on a busy machine; tabs behind another
// and frames that are not seen have none.
const hasFrames = () => globalThis.top === globalThis && document.visibilityState === 'visible'
const painted = () => new Promise((resolve) => {
  nativeTimeout(resolve, hasFrames() ? 1500 : 50)
  nativeFrame?.(() => task().then(resolve))
})
const loaded = () => new Promise((resolve) => {
  nativeTimeout(resolve, 250)
  globalThis.addEventListener('load', () => task().then(resolve), { once: true })
})

const nextDue = (target) => {
  let due = null
  for (const timer of timers.values()) {
    if (timer.at <= target && (due === null || timer.at < due.at)) due = timer
  }
  return due
}
const fire = (timer) => {
  now = Math.max(now, timer.at)
  if (timer.every === undefined) timers.delete(timer.id)
  else timer.at = now + Math.max(timer.every, timer.level > 5 ? 4 : 1)
  level = timer.level
  timer.level = Math.min(timer.level + 1, 10)
  try {
    timer.run.apply(globalThis, timer.args ?? [now - origin])
  } catch (error) {
    reportError(error)
  } finally {
    level = 0
  }
}

const clock = {
  moment(time) {
    now = time
    origin = time
  },
  /** Moves on to 'target' as far as nothing has to be waited for. */
  async turn(target) {
    await painted()
    if (document.readyState !== 'complete') {
      await loaded()
      return { isStill: false }
    }
    busy = false
    let fired = 0
    for (let due = nextDue(target); due !== null && !busy && fired < 1000; due = nextDue(target)) {
      fire(due)
      fired++
      await task()
    }
    if (!busy && fired < 1000) now = Math.max(now, target)
    return { isStill: fired === 0 && !busy }
  },
}
`
