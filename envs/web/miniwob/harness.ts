export interface HarnessOptions {
  /** Known to the harness and its host alone: signs reports, and names the events between frames. */
  readonly secret: string
  /** Path of the task's page: on others the harness starts nothing. */
  readonly page: string
  /** For `Math.seedrandom`. */
  readonly seed: number
  /** Milliseconds of the page's clock; null leaves the page its own. */
  readonly maxTimeMs: number | null
  readonly dataMode: 'default' | 'train' | 'test'
}

/** What the page's harness tells its host. */
export type Report =
  | { readonly kind: 'started'; readonly goal: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | {
      readonly kind: 'ended'
      readonly raw: number
      readonly scaled: number
      readonly reason: string | null
      /** Real input events of this action, and of the whole episode. */
      readonly inputs: number
      readonly allInputs: number
    }
  /** An alert, confirm or prompt: nothing of the page runs while it is open. */
  | { readonly kind: 'dialog'; readonly isOpen: boolean }
  | { readonly kind: 'tampered'; readonly what: string }

export const REPORT_PATH = '/palaestra-report'

/** Dispatched by the host's isolated world before an action: inputs are counted anew. */
export const actionEvent = (secret: string) => `${secret}-action`

/** Not in the accessibility tree, nor on screenshots: reward, START, marks of clicks, and the query (it is the goal). */
const HIDDEN =
  '#reward-display, #click-canvas, #query { visibility: hidden !important; pointer-events: none !important } ' +
  '#sync-task-cover { display: none !important }'

/**
 * Runs before any script of the page. It starts the episode, keeps its first end, and holds what it reports with in a
 * closure: accessors stand where `core.js` puts its functions, so that page script gets only guarded ones.
 */
export function harnessScript(options: HarnessOptions): string {
  const parameters = JSON.stringify({
    ...options,
    report: REPORT_PATH,
    hidden: HIDDEN,
    action: actionEvent(options.secret),
  })
  return `(${HARNESS})(${parameters})`
}

// Text, not a function: what compiles this file would put names of its own into a function.
const HARNESS = String.raw`function (options) {
  'use strict'
  const { apply } = Reflect
  const define = Object.defineProperty
  const stringify = JSON.stringify
  const listen = EventTarget.prototype.addEventListener
  const dispatch = EventTarget.prototype.dispatchEvent
  const stop = Event.prototype.stopImmediatePropagation
  const prevent = Event.prototype.preventDefault
  const { open, send } = XMLHttpRequest.prototype
  const [Request, Signal, Channel, every] = [XMLHttpRequest, Event, MessageChannel, setInterval]
  const own = window
  const top = own.top
  const isTop = top === own
  const inputEvent = options.secret + '-input'
  const endEvent = options.secret + '-end'
  const on = (target, name, listener) => apply(listen, target, [name, listener, true])
  const tell = (target, name) => apply(dispatch, target, [new Signal(name)])

  // Events that a script of the page made. Those of the browser's driver for selects and dates are untrusted, too,
  // but come from a world of its own.
  const scripted = new WeakSet()
  const { add, has } = WeakSet.prototype
  const dispatchScripted = function dispatchEvent(event) {
    if (event instanceof Signal) apply(add, scripted, [event])
    return apply(dispatch, this, [event])
  }
  define(EventTarget.prototype, 'dispatchEvent', {
    configurable: false,
    enumerable: true,
    get: () => dispatchScripted,
    set() {},
  })
  const isReal = (event) => {
    const changes = event.type === 'input' || event.type === 'change'
    if (!event.isTrusted) return changes && !apply(has, scripted, [event])
    // A script's click() on a box makes trusted ones.
    return !(changes && /^(checkbox|radio)$/.test(event.target.type))
  }

  let inputs = 0
  let allInputs = 0
  let isOver = false
  const kinds = ['pointerdown', 'pointerup', 'pointermove', 'mousedown', 'mouseup', 'mousemove', 'mouseover',
    'click', 'dblclick', 'auxclick', 'contextmenu', 'wheel', 'keydown', 'keyup', 'beforeinput', 'input', 'change',
    'touchstart', 'touchend', 'dragstart', 'dragover', 'drop', 'paste']
  for (const kind of kinds) {
    on(own, kind, (event) => {
      if (isOver) {
        apply(stop, event, [])
        apply(prevent, event, [])
        return
      }
      if (!isReal(event)) return
      if (isTop) {
        inputs++
        allInputs++
      } else tell(top, inputEvent)
    })
  }
  on(own, endEvent, () => {
    isOver = true
  })
  if (!isTop) return

  on(own, inputEvent, () => {
    inputs++
    allInputs++
  })
  on(own, options.action, () => {
    inputs = 0
  })
  if (location.pathname !== options.page) return

  const sheet = new CSSStyleSheet()
  sheet.replaceSync(options.hidden)
  document.adoptedStyleSheets.push(sheet)

  // Synchronous: what ended is known before the input event that ended it is over.
  const report = (message) => {
    const request = new Request()
    apply(open, request, ['POST', options.report, false])
    // Without a prototype: no toJSON of the page has a say.
    apply(send, request, [stringify({ __proto__: null, secret: options.secret, ...message })])
  }
  const textOf = (error) => String((error && error.message) || error).slice(0, 500)

  for (const name of ['alert', 'confirm', 'prompt']) {
    const native = own[name]
    own[name] = function () {
      report({ kind: 'dialog', isOpen: true })
      try {
        return apply(native, own, arguments)
      } finally {
        report({ kind: 'dialog', isOpen: false })
      }
    }
  }

  let core
  let mayStart = false
  let isStarted = false
  define(own, 'core', {
    configurable: false,
    enumerable: true,
    get: () => core,
    set(value) {
      if (core !== undefined || value === null || typeof value !== 'object') return
      core = value
      guard('startEpisode', afterFirst)
      guard('startEpisodeReal', onlyOurs)
      guard('endEpisode', watchEnd)
    },
  })

  // The first function put there is core.js's own; what a task puts over it later calls that one.
  function guard(name, wrap) {
    let current
    define(core, name, {
      configurable: false,
      enumerable: true,
      get: () => current,
      set(value) {
        current = current === undefined && typeof value === 'function' ? wrap(value) : value
      },
    })
  }

  // START would begin a new episode, and wipe the end of this one.
  function onlyOurs(start) {
    return function () {
      if (mayStart) return apply(start, this, [])
      report({ kind: 'tampered', what: 'restarted-episode' })
    }
  }

  function watchEnd(end) {
    return function (reward, timeProportional, reason) {
      if (isOver || !isStarted) return
      const before = own.WOB_EPISODE_ID
      const result = apply(end, this, [reward, timeProportional, reason])
      if (own.WOB_EPISODE_ID === before) return result
      isOver = true
      for (let i = 0; i < own.length; i++) {
        try {
          tell(own[i], endEvent)
        } catch {}
      }
      const said = typeof reason === 'string' ? reason : null
      report({ kind: 'ended', raw: +reward, scaled: +own.WOB_REWARD_GLOBAL, reason: said, inputs, allInputs })
      return result
    }
  }

  function afterFirst(start) {
    let isFirst = true
    return function () {
      const result = apply(start, this, [])
      if (!isFirst) return result
      isFirst = false
      const channel = new Channel()
      channel.port1.onmessage = begin
      channel.port2.postMessage(null)
      return result
    }
  }

  function begin() {
    try {
      if (options.dataMode !== 'default') {
        if (typeof core.setDataMode !== 'function') throw new Error('it has no data modes (leave out dataMode)')
        core.setDataMode(options.dataMode)
      }
      if (options.maxTimeMs !== null) core.EPISODE_MAX_TIME = options.maxTimeMs
      Math.seedrandom(options.seed)
      mayStart = true
      isStarted = true
      core.startEpisodeReal()
      mayStart = false
    } catch (error) {
      report({ kind: 'failed', reason: textOf(error) })
      return
    }
    if (!tellStart()) {
      const waiting = every(() => {
        if (tellStart()) clearInterval(waiting)
      }, 50)
    }
  }

  function tellStart() {
    if (!own.WOB_TASK_READY) return false
    try {
      report({ kind: 'started', goal: goalOf(core.getUtterance()) })
    } catch (error) {
      report({ kind: 'failed', reason: textOf(error) })
    }
    return true
  }

  function goalOf(utterance) {
    if (typeof utterance === 'string') return utterance
    const fields = utterance.fields || {}
    const pairs = Array.isArray(fields) ? fields : Object.entries(fields)
    return [utterance.utterance, ...pairs.map(([name, value]) => name + ': ' + value)].join('\n')
  }
}`
