// A reporter for `node --test-reporter`: one JSON line a test, with what assertions compared.
import { inspect } from 'node:util'

const MAX_FRAMES = 30

export default async function* report(events) {
  const path = []
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      path.length = data.nesting
      path[data.nesting] = data.name
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue
    if (data.details?.type === 'suite') continue
    // They end in no way that could tell a bug: to a grader they did not pass.
    if (isMarked(data.skip) || isMarked(data.todo)) continue
    const names = [...path.slice(0, data.nesting), data.name]
    const passed = type === 'test:pass'
    const error = passed ? undefined : describe(data.details.error, data.file)
    yield `${JSON.stringify({ file: data.file, names, passed, error })}\n`
  }
}

/** A reason may be empty. */
const isMarked = (mark) => mark !== undefined && mark !== false

function describe(failure, file) {
  const cause = failure.cause ?? failure
  const isError = cause instanceof Error
  const compares = isError && cause.code === 'ERR_ASSERTION'
  return {
    kind: failure.failureType,
    name: isError ? cause.name : 'Error',
    message: isError ? cause.message : String(cause),
    compares,
    actual: compares ? show(likeExpected(cause.actual, cause.expected)) : undefined,
    expected: compares ? show(cause.expected) : undefined,
    frames: isError ? framesIn(cause.stack ?? '', file) : [],
  }
}

/** Of an error that is compared with some properties, those properties. */
function likeExpected(actual, expected) {
  const isShape = expected !== null && typeof expected === 'object' && !(expected instanceof Error)
  if (!(actual instanceof Error) || !isShape) return actual
  return Object.fromEntries(Object.keys(expected).map((key) => [key, actual[key]]))
}

/** Numbers that Node gives to promises differ from run to run. */
const PROMISE_IDS = /,\s*\[Symbol\((?:trigger_)?async_id_symbol\)\]: \d+/g

function show(value) {
  const limits = { depth: 8, breakLength: 90, maxArrayLength: 40, maxStringLength: 300 }
  return inspect(value, limits).replace(PROMISE_IDS, '')
}

/** Positions in the test file that the stack passes, the innermost first. */
function framesIn(stack, file) {
  const frames = []
  for (const line of stack.split('\n')) {
    const match = /^\s+at .*?(?:file:\/\/)?(\/[^():]*):(\d+):(\d+)\)?$/.exec(line)
    if (match && match[1] === file)
      frames.push({ line: Number(match[2]), column: Number(match[3]) })
  }
  return frames.slice(0, MAX_FRAMES)
}
