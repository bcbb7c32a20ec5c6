import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { HarnessReport } from '../harness.ts'
import { CANARIES } from './canaries.ts'
import { PINS } from './pins.ts'

export interface GuardSettings {
  /** Absolute path of a file that holds the key; read once, and removed. */
  readonly key: string
  /** Absolute path of the file for the results. */
  readonly report: string
  /** Absolute path of the repository. */
  readonly root: string
  /** Further things for the runner's part. */
  readonly [name: string]: unknown
}

/**
 * A CommonJS module for `--require`, with what a runner's part has in scope:
 *
 * - `settings`, and saved functions: `apply`, `uncurry`, `pin(object, label, names?)`, `define(object, name, value)`
 * - `start(takeKey())`: takes the key and pins what judged code might change. False where another process has it
 *   already; then this one must do nothing. Call it as soon as the runner is loaded, before any judged code.
 * - `print(text)`: appends to the log, `note(sentence)`: to what the judged code tried
 * - `failsAsItMust(require)`: whether assertions that must fail do; `checkSometimes(require)`, after each test
 * - `end(honest)`: signs and writes all of it. What is not written so does not count.
 *
 * Nothing of this is reachable from outside, and nothing in it calls what judged code can replace.
 */
export function guardModule(settings: GuardSettings, runnerPart: string): string {
  return `'use strict'
;(() => {
const settings = ${JSON.stringify(settings)}
${CORE}
${PINS}
${CANARIES}
${runnerPart}
})()
`
}

const CORE = String.raw`
const fs = require('fs')
const crypto = require('crypto')
const Module = require('module')
const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect
const { freeze, getOwnPropertySymbols } = Object
const { stringify } = JSON
const text = String
const { existsSync, readFileSync, unlinkSync, writeFileSync } = fs
const uncurry = (method) => (self, ...rest) => apply(method, self, rest)
const update = uncurry(crypto.Hmac.prototype.update)
const digest = uncurry(crypto.Hmac.prototype.digest)

let sign
let log = ''
let notes = ''

const seal = (key) => {
  const hmac = crypto.createHmac('sha256', key)
  for (const symbol of getOwnPropertySymbols(hmac)) {
    const part = hmac[symbol]
    const parent = part && typeof part === 'object' && getPrototypeOf(part)
    if (parent && parent !== Object.prototype) freeze(parent)
  }
  return (value) => digest(update(hmac, value, 'utf8'), 'hex')
}

const takeKey = () => {
  try {
    const key = readFileSync(settings.key, 'utf8')
    unlinkSync(settings.key)
    return key
  } catch (_) {
    return ''
  }
}

const start = (key) => {
  if (sign || key === '') return false
  sign = seal(key)
  pinAll()
  return true
}

const print = (more) => { log += more }
const note = (sentence) => {
  const quoted = stringify(text(sentence))
  if (notes.length < 4000) notes += (notes === '' ? '' : ',') + quoted
}

/** Not honest: a test that must fail did not, so nothing of the log counts. */
const end = (honest) => {
  if (!sign) return
  const finish = sign
  sign = undefined
  if (existsSync(settings.report)) note('the report was written to before its end')
  const payload = '{"honest":' + (honest === true) + ',"log":' + stringify(log) + ',"integrity":[' + notes + ']}'
  writeFileSync(settings.report, finish(payload) + ' ' + payload + '\n')
}
`

const signedReport = z.object({
  honest: z.boolean(),
  log: z.string(),
  integrity: z.array(z.string()),
})

/** The signature that a guard with this key gives a text. */
export function signatureOf(key: string, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('hex')
}

/** A shell command with a guard in every Node process of it; a key that none took is all the report says. */
export function commandWithGuard(command: string, guard: string, { key, report }: GuardSettings) {
  return `export NODE_OPTIONS="--require ${guard} $NODE_OPTIONS"
${command}
code=$?
[ ! -f ${key} ] || cp ${key} ${report}
exit $code`
}

/** Whether a command starts what tests only once: there is one key, for one process. */
export function startsOnce(command: string): boolean {
  const parts = command.split(/&&|\|\||[;|\n]/)
  return (
    parts.filter((part) => /\b(?:node|tape|mocha)\b|\b(?:npm|yarn|pnpm) (?:t|test)\b/.test(part))
      .length < 2
  )
}

/** What a guard wrote; never throws. The key itself stands there when nothing took it: see `commandWithGuard`. */
export function readGuarded(report: string, key: string): HarnessReport {
  if (report.trim() === key) return nothing(false)
  const payload = report.slice(65).trimEnd()
  if (!isSame(report.slice(0, 64), signatureOf(key, payload))) return nothing(true)
  try {
    const { honest, log, integrity } = signedReport.parse(JSON.parse(payload))
    return { started: true, ended: honest, log: honest ? log : '', integrity }
  } catch {
    return nothing(true)
  }
}

const nothing = (started: boolean): HarnessReport => ({
  started,
  ended: false,
  log: '',
  integrity: [],
})

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}
