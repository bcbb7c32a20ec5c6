import { AbortController, AbortSignal, DOMException } from 'node:internal/abort'
import { atob, Buffer, btoa } from 'node:internal/buffer'
import { globalConsole } from 'node:internal/console'
import { currentId, enter } from 'node:internal/context'
import { webcrypto } from 'node:internal/crypto'
import { TextDecoder, TextEncoder } from 'node:internal/encoding'
import { asNodeError, errorConstructors, invalidArgument } from 'node:internal/errors'
import { reportUncaught } from 'node:internal/event-loop'
import { CustomEvent, Event, EventTarget } from 'node:internal/event-target'
import { installLocale } from 'node:internal/locale'
import { becomeNode20 } from 'node:internal/newer'
import { performance } from 'node:internal/perf-hooks'
import { ObjectDefineProperty, queueTask } from 'node:internal/primordials'
import { process } from 'node:internal/process'
import { TrackedProxy } from 'node:internal/proxies'
import { installRandom } from 'node:internal/random'
import { structuredClone } from 'node:internal/structured-clone'
import timers from 'node:internal/timers'
import { URL } from 'node:internal/url'
import { URLSearchParams } from 'node:internal/url-search-params'

function queueMicrotask(callback) {
  if (typeof callback !== 'function')
    throw invalidArgument('callback', 'of type function', callback)
  const context = currentId()
  queueTask(() => {
    const before = enter(context)
    try {
      callback()
    } catch (error) {
      reportUncaught(asNodeError(error))
    } finally {
      enter(before)
    }
  })
}

/** Puts Node's globals in place of, and next to, the interpreter's. */
export function installGlobals() {
  const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } =
    timers
  const enumerable = {
    global: globalThis,
    clearImmediate,
    setImmediate,
    clearInterval,
    clearTimeout,
    setInterval,
    setTimeout,
    queueMicrotask,
    structuredClone,
    atob,
    btoa,
    performance,
    crypto: webcrypto,
  }
  const hidden = {
    ...errorConstructors,
    Proxy: TrackedProxy,
    console: globalConsole,
    process,
    Buffer,
    URL,
    URLSearchParams,
    TextEncoder,
    TextDecoder,
    AbortController,
    AbortSignal,
    DOMException,
    CustomEvent,
    Event,
    EventTarget,
  }
  for (const [enumerability, values] of [
    [true, enumerable],
    [false, hidden],
  ]) {
    for (const name of Object.keys(values)) {
      ObjectDefineProperty(globalThis, name, {
        value: values[name],
        writable: true,
        configurable: true,
        enumerable: enumerability,
      })
    }
  }
  ObjectDefineProperty(globalThis, Symbol.toStringTag, { value: 'global', configurable: true })
  installLocale()
  installRandom()
  becomeNode20()
}
