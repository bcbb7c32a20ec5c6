import { currentId, enter } from 'node:internal/context'
import { asNodeError } from 'node:internal/errors'
import { host } from 'node:internal/host'
import {
  MapDelete,
  MapForEach,
  MapSet,
  MathFloor,
  NativeMap,
  ReflectApply,
} from 'node:internal/primordials'

/*
 * Timers and immediates in simulated time. The host runs microtasks, calls `turn()` for the next piece
 * of work and moves the clock by what it returns.
 */

const MAX_DELAY = 2 ** 31 - 1
const timers = new NativeMap()
let nextId = 1
let firstImmediate
let lastImmediate
let firstTick
let lastTick
let loopTime = 0

/** Calls `callback` after `ms` of simulated time; `timer.isRef` says whether the program waits for it. */
export function addTimer(callback, ms, repeats, args) {
  const delay = ms >= 1 && ms <= MAX_DELAY ? MathFloor(ms) : 1
  const timer = {
    id: nextId++,
    due: host.now() + delay,
    delay,
    repeats,
    callback,
    args,
    isRef: true,
    context: currentId(),
  }
  MapSet(timers, timer.id, timer)
  return timer
}

export function removeTimer(timer) {
  MapDelete(timers, timer.id)
}

export function restartTimer(timer) {
  timer.due = host.now() + timer.delay
  MapSet(timers, timer.id, timer)
}

export function addImmediate(callback, args) {
  const item = {
    callback,
    args,
    context: currentId(),
    next: undefined,
    isCancelled: false,
    isRef: true,
  }
  if (lastImmediate === undefined) firstImmediate = item
  else lastImmediate.next = item
  lastImmediate = item
  return item
}

export function addTick(callback, args) {
  const item = { callback, args, context: currentId(), next: undefined }
  if (lastTick === undefined) {
    firstTick = item
    host.tickPending()
  } else {
    lastTick.next = item
  }
  lastTick = item
}

/** Runs what `process.nextTick` has queued, and what that queues in turn. */
export function drainTicks() {
  while (firstTick !== undefined) {
    const item = firstTick
    firstTick = item.next
    if (firstTick === undefined) lastTick = undefined
    if (!run(item)) {
      if (firstTick !== undefined) host.tickPending()
      return
    }
  }
}

let onUncaught = (error) => {
  throw error
}

/** Who hears of an exception that leaves a callback. */
export function setUncaughtHandler(handler) {
  onUncaught = handler
}

/** Tells of an exception that left a callback of the program. */
export function reportUncaught(error) {
  onUncaught(error)
}

function run(item) {
  const before = enter(item.context)
  try {
    ReflectApply(item.callback, undefined, item.args)
    return true
  } catch (error) {
    onUncaught(asNodeError(error))
    return false
  } finally {
    enter(before)
  }
}

const IDLE = -1
const BUSY = 0

/**
 * Runs the next timer that is due or the next immediate. Returns 0 when something ran, the
 * milliseconds to wait when nothing is due, and -1 when the program has nothing left to wait for.
 */
export function turn() {
  const timer = nextTimer()
  const now = host.now()
  if (
    timer !== undefined &&
    timer.due <= now &&
    (loopTime !== now || firstImmediate === undefined)
  ) {
    fire(timer, now)
    return BUSY
  }
  if (firstImmediate !== undefined) {
    const item = firstImmediate
    firstImmediate = item.next
    if (firstImmediate === undefined) lastImmediate = undefined
    if (!item.isCancelled) run(item)
    return BUSY
  }
  if (timer === undefined || !isWaitedFor()) return IDLE
  if (timer.due > now) return timer.due - now
  fire(timer, now)
  return BUSY
}

function fire(timer, now) {
  loopTime = now
  if (timer.repeats) timer.due = now + timer.delay
  else removeTimer(timer)
  run(timer)
}

/** The earliest timer, the oldest of those with the same time. */
function nextTimer() {
  let first
  MapForEach(timers, (timer) => {
    if (
      first === undefined ||
      timer.due < first.due ||
      (timer.due === first.due && timer.id < first.id)
    ) {
      first = timer
    }
  })
  return first
}

function isWaitedFor() {
  let isWaited = false
  MapForEach(timers, (timer) => {
    isWaited ||= timer.isRef
  })
  return isWaited
}
