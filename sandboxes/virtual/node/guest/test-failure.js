import { inspect } from 'node:internal/inspect'

/** Why a test failed, in the words of Node's reports. */
export const FAILURE = {
  callbackAndPromise: 'callbackAndPromisePresent',
  cancelled: 'cancelledByParent',
  aborted: 'testAborted',
  parentFinished: 'parentAlreadyFinished',
  subtests: 'subtestsFailed',
  code: 'testCodeFailure',
  timeout: 'testTimeoutFailure',
  hook: 'hookFailed',
}

/** The failure of one test; `cause` is what the program threw. */
export class TestFailure {
  constructor(cause, failureType) {
    const message = cause?.message ?? cause
    this.message = typeof message === 'string' ? message : inspect(message)
    this.failureType = failureType
    this.cause = cause
  }
}
