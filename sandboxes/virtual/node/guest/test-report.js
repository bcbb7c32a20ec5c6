import { stackFrames, stackOf } from 'node:internal/errors'
import { host } from 'node:internal/host'
import { inspect } from 'node:internal/inspect'
import { NativeString } from 'node:internal/primordials'
import { yamlDetails } from 'node:internal/test-yaml'

/*
 * The only way from a test to its report. Everything passed is a primitive; nothing here can be reached
 * or replaced by the program.
 */

const UNWRAPPED = {
  __proto__: null,
  testCodeFailure: true,
  hookFailed: true,
  uncaughtException: true,
  unhandledRejection: true,
}

export function reportStart(test) {
  host.report('start', test.nesting, test.name)
}

export function reportPlan(nesting, count) {
  host.report('plan', nesting, '', count)
}

export function reportDiagnostic(test, message) {
  host.report('diagnostic', test.nesting, message)
}

export function reportResult(test) {
  const directive = test.skipped ? 'skip' : test.isTodo ? 'todo' : ''
  if (!test.passed) reportFailure(test)
  host.report(
    test.passed ? 'pass' : 'fail',
    test.nesting,
    test.name,
    test.number,
    test.endTime - test.startTime,
    test.isSuite,
    directive,
    directive === '' ? '' : (test.message ?? ''),
  )
}

/** The details of a failed test; an error that cannot be read is still a failure. */
function reportFailure(test) {
  const { error } = test
  const failureType = error.failureType
  let yaml = ''
  let shown = ''
  try {
    yaml = yamlDetails(detailsOf(error))
    shown = UNWRAPPED[failureType] ? inspect(error.cause) : inspect(error.message)
  } catch {
    shown = 'The error could not be shown'
  }
  const { file, line, column } = test.location ?? {}
  const place = file === undefined ? '' : `${file}:${line}:${column}`
  host.reportFailure(failureType, place, yaml, shown)
}

const isAssertionLike = (value) =>
  typeof value === 'object' && value !== null && 'expected' in value && 'actual' in value

function detailsOf(error) {
  const { cause, failureType } = error
  const details = { failureType, message: error.message, code: 'ERR_TEST_FAILURE' }
  if (!UNWRAPPED[failureType]) return details
  details.message = cause?.message ?? error.message
  details.code = cause?.code ?? details.code
  details.name = cause?.name
  if (isAssertionLike(cause)) {
    details.assertion = { expected: cause.expected, actual: cause.actual, operator: cause.operator }
  }
  if (typeof cause === 'object' && cause !== null && typeof cause.stack === 'string') {
    details.frames = stackFrames(stackOf(cause))
  }
  if (typeof details.message !== 'string') details.message = NativeString(details.message)
  return details
}

/** Node reports a failed `after` hook of the file as one more failed test. */
export function reportHookFailure(root, hook) {
  hook.error.failureType = 'hookFailed'
  reportFailure(hook)
  const duration = hook.endTime === undefined ? 0 : hook.endTime - hook.startTime
  const file = hook.location?.file ?? ''
  host.report('fail', 0, file, root.subtests.length + 1, duration, false, '', '')
}
