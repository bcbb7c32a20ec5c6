import { builtinTable } from 'node:internal/builtins'
import { currentTest, testById } from 'node:internal/context'
import { asNodeError, nodeError, stackOf } from 'node:internal/errors'
import { drainTicks, setUncaughtHandler, turn } from 'node:internal/event-loop'
import { installGlobals } from 'node:internal/globals'
import { host } from 'node:internal/host'
import { inspect } from 'node:internal/inspect'
import { defineBuiltins, importCommonJs, runMain, runText } from 'node:internal/modules'
import { emitExit, process, startProcess } from 'node:internal/process'
import { finishTests, selectTests, takeUncaught } from 'node:internal/test'
import { isError } from 'node:internal/types'

defineBuiltins(builtinTable)
installGlobals()

/** An error nobody caught, told to whoever wants it; the last resort ends the program. */
function uncaught(error, test) {
  if (takeUncaught(error, 'uncaughtException', test)) return
  if (process.listenerCount('uncaughtException') > 0) {
    process.emit('uncaughtException', error, 'uncaughtException')
    return
  }
  die(error, 'uncaughtException')
}

function unhandledRejection(reason, promise, testId) {
  const error = asNodeError(reason)
  if (takeUncaught(error, 'unhandledRejection', testById(testId))) return
  if (process.listenerCount('unhandledRejection') > 0) {
    process.emit('unhandledRejection', error, promise)
    return
  }
  if (process.listenerCount('uncaughtException') > 0) {
    process.emit('uncaughtException', error, 'unhandledRejection')
    return
  }
  die(error, 'unhandledRejection')
}

const UNHANDLED =
  'This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason'

function die(error, origin) {
  const isPlain = !isError(error)
  if (origin === 'unhandledRejection' && isPlain) {
    const shown = describeReason(error)
    const text = `${UNHANDLED} "${shown}".`
    host.die(
      `[UnhandledPromiseRejection: ${text}] {\n  code: 'ERR_UNHANDLED_REJECTION'\n}`,
      '',
      false,
    )
    return
  }
  process.exitCode = 1
  let shown = 'The error could not be shown'
  let stack = ''
  try {
    stack = isPlain ? '' : stackOf(error)
    shown = isPlain ? `Uncaught ${inspect(error)}` : inspect(error)
  } catch (problem) {
    host.die(shown, '', isPlain && problem === undefined)
  }
  try {
    emitExit(1)
  } catch {
    // The first error is the one to report.
  }
  host.die(shown, stack, isPlain)
}

function describeReason(reason) {
  try {
    return typeof reason === 'object' && reason !== null ? '#<Object>' : String(reason)
  } catch {
    return '<unknown>'
  }
}

setUncaughtHandler((error) => uncaught(error, currentTest()))

/** What the host calls. */
export const entry = {
  start: startProcess,
  selectTests: (patterns, isOnly) =>
    selectTests(patterns === '' ? [] : patterns.split('\u0001'), isOnly),
  runMain,
  runText,
  importCommonJs,
  turn,
  drainTicks,
  unhandledRejection,
  uncaught: (error) => uncaught(asNodeError(error), currentTest()),
  print: (value) => host.print(1, `${typeof value === 'string' ? value : inspect(value)}\n`),
  finishTests,
  beforeExit() {
    process.emit('beforeExit', process.exitCode ?? 0)
  },
  exit() {
    emitExit(Number(process.exitCode ?? 0))
    return Number(process.exitCode ?? 0)
  },
  resolveError: (code, message) => nodeError('Error', code, message),
  builtinNames: Object.keys(builtinTable).join(','),
  namesOf: (name) => {
    const exports = builtinTable[name]
    return Object.keys(exports)
      .filter((key) => key !== 'default')
      .join(',')
  },
}
