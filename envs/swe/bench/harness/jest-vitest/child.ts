import { CHECKS } from './checks.ts'

/**
 * Loaded first in each process that runs tests, before the runner. Judged code shares this process, so nothing here
 * calls what can be replaced once it runs: no methods of prototypes, no iterators. The key never stands in a file, in
 * the environment or in a property of anything.
 */
export const CHILD = String.raw`'use strict'
const { isMainThread } = require('node:worker_threads')
if (isMainThread) begin()

function begin() {
  const fs = require('node:fs')
  const { defineProperty, getOwnPropertyDescriptor, ownKeys } = Reflect
  const { readSync, writeSync } = fs
  const quote = JSON.stringify
  const hash = require('node:crypto').createHash
  const CHANNEL = 4
  const { key, ...settings } = JSON.parse(firstLine())
  process.execArgv = process.execArgv.filter((arg) => arg !== '--require' && arg !== __filename)

  function firstLine() {
    const byte = Buffer.alloc(1)
    const bytes = []
    while (readSync(CHANNEL, byte, 0, 1) === 1 && byte[0] !== 10) bytes.push(byte[0])
    return Buffer.from(bytes).toString('utf8')
  }

  const tell = (...words) => {
    let line = key + ' ['
    for (let at = 0; at < words.length; at++) line += (at === 0 ? '' : ',') + quote('' + words[at])
    try {
      writeSync(CHANNEL, line + ']\n')
    } catch {}
  }
  const note = (sentence) => tell('note', sentence)
  const fault = (sentence) => tell('fault', sentence)

  /** Assigning to it does nothing but say so; objects that inherit it get a property of their own. */
  const lock = (object, name, title, isGlobal = false) => {
    try {
      const own = getOwnPropertyDescriptor(object, name)
      if (!own || !own.configurable || !('value' in own)) return
      const { value, enumerable } = own
      defineProperty(object, name, {
        enumerable,
        configurable: false,
        get: () => value,
        set(other) {
          if (!isGlobal && this !== object && this !== undefined) {
            const settings = { value: other, writable: true, enumerable: true, configurable: true }
            defineProperty(this, name, settings)
          } else if (other !== value) note(title + ' was to be replaced')
        },
      })
    } catch {}
  }
  const lockAll = (object, title, isLeft = () => false) => {
    const names = ownKeys(object)
    for (let at = 0; at < names.length; at++) {
      const name = names[at]
      if (isLeft(name)) continue
      const own = getOwnPropertyDescriptor(object, name)
      if (typeof own.value === 'function') lock(object, name, title + ' ' + String(name))
      else if (own.get && own.configurable) defineProperty(object, name, { configurable: false })
    }
  }

  /** What a realm's own functions were; which of them is another one now. */
  const watch = ({ Array, Promise, Function, Map, Set, WeakMap, Object }) => {
    const places = [
      [Array.prototype, 'push'],
      [Array.prototype, 'some'],
      [Array.prototype, 'every'],
      [Array.prototype, 'filter'],
      [Array.prototype, 'map'],
      [Array.prototype, 'forEach'],
      [Array.prototype, Symbol.iterator],
      [Array.prototype[Symbol.iterator].call([]).__proto__, 'next'],
      [Function.prototype, 'call'],
      [Function.prototype, 'apply'],
      [Function.prototype, 'bind'],
      [Map.prototype, 'get'],
      [Map.prototype, 'set'],
      [WeakMap.prototype, 'get'],
      [WeakMap.prototype, 'set'],
      [Set.prototype, 'has'],
      [Object, 'keys'],
      [Object, 'assign'],
      [Object, 'defineProperty'],
    ]
    for (let at = 0; at < places.length; at++) places[at][2] = places[at][0][places[at][1]]
    return () => {
      for (let at = 0; at < places.length; at++) {
        const place = places[at]
        if (place[0][place[1]] !== place[2]) fault('a function of the language was replaced: ' + String(place[1]))
      }
    }
  }

  const refuse = (object, name, title) => {
    if (!object || typeof object[name] !== 'function') return
    const value = () => {
      note(title + ' was tried')
      throw new Error(title + ' is not there while tests are graded')
    }
    try {
      defineProperty(object, name, { value, writable: false, configurable: false })
    } catch {}
  }
  closeWaysIn()

  /** Ways to read the key or the variables of the guard from inside of the process. */
  function closeWaysIn() {
    const assert = require('node:assert')
    lockAll(assert, 'assert')
    lockAll(assert.strict, 'assert')
    lock(Object, 'is', 'Object.is')
    const inspector = require('node:inspector')
    refuse(inspector.Session.prototype, 'connect', 'the inspector')
    refuse(inspector.Session.prototype, 'connectToMainThread', 'the inspector')
    refuse(inspector, 'open', 'the inspector')
    const v8 = require('node:v8')
    refuse(v8, 'getHeapSnapshot', 'a snapshot of the heap')
    refuse(v8, 'writeHeapSnapshot', 'a snapshot of the heap')
    refuse(process, '_debugProcess', 'the inspector')
    // Unless somebody listens for it, Node opens the inspector on this signal.
    process.on('SIGUSR1', () => note('the inspector was tried'))
    const { binding } = process
    lock(binding('fs'), 'writeString', 'the binding of fs')
    lock(binding('fs'), 'writeBuffer', 'the binding of fs')
    process.binding = (name) => {
      if (name === 'inspector') throw new Error('No such module: inspector')
      return binding(name)
    }
    require('node:module').syncBuiltinESMExports()
  }

  /** Which of the checks, all of which must throw, does not; counted, so that no value comes twice. */
  let count = 0
  const passing = (checks, subject) => {
    for (let at = 0; at < checks.length; at++) {
      if (passes(checks[at], subject)) return checks[at].toString()
    }
    return undefined
  }
  const passes = (check, subject) => {
    count += 1 + (parseInt(key.slice(0, 6), 16) % 97)
    try {
      check(subject, count)
      return true
    } catch {
      return false
    }
  }
${CHECKS}
  const fingerprint = (path) => {
    try {
      return hash('sha256').update(fs.readFileSync(path)).digest('hex')
    } catch {
      return 'gone'
    }
  }

  let handle = { settings, tell, note, fault, lock, lockAll, watch, passing, checks, fingerprint }
  /** For the runner's part, which is loaded before judged code. */
  exports.take = () => {
    const taken = handle
    handle = undefined
    return taken
  }
}
`
