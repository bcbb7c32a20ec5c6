import { stackOf } from 'node:internal/errors'
import {
  ArrayIsArray,
  ArrayJoin,
  ArraySplice,
  indexOf,
  MathMin,
  NativeString,
  push,
  RegExpExec,
  replaceAll,
  StringEndsWith,
  StringIncludes,
  StringIndexOf,
  StringRepeat,
  StringSlice,
  StringStartsWith,
  split,
} from 'node:internal/primordials'
import { isError } from 'node:internal/types'

/** The head of an inspected error: its stack, with the class's name in it. Takes shown keys away. */
export function formatErrorBase(context, error, className, tag, keys) {
  const name = error.name != null ? NativeString(error.name) : 'Error'
  let stack = stackOf(error)
  dropShownKeys(context, keys, error, stack)
  if ('cause' in error && indexOf(keys, 'cause') < 0) push(keys, 'cause')
  if (ArrayIsArray(error.errors) && indexOf(keys, 'errors') < 0) push(keys, 'errors')
  stack = improveName(stack, className, name, tag)

  const message = error.message
  const isShown = typeof message === 'string' && message !== '' && StringIncludes(stack, message)
  const from = isShown ? StringIndexOf(stack, message) + message.length : 0
  const frames = StringIndexOf(stack, '\n    at', from)
  if (frames < 0) {
    stack = `[${stack}]`
  } else {
    const lines = withoutCauseFrames(context, error, StringSlice(stack, frames + 1))
    stack = `${StringSlice(stack, 0, frames)}\n${ArrayJoin(lines, '\n')}`
  }
  if (context.indentation !== 0) {
    stack = replaceAll(stack, '\n', `\n${StringRepeat(' ', context.indentation)}`)
  }
  return stack
}

function dropShownKeys(context, keys, error, stack) {
  if (context.showHidden) return
  for (let i = keys.length - 1; i >= 0; i--) {
    const key = keys[i]
    if (key !== 'name' && key !== 'message' && key !== 'stack') continue
    if (StringIncludes(stack, NativeString(error[key]))) ArraySplice(keys, i, 1)
  }
}

function improveName(stack, className, name, tag) {
  const length = name.length
  const next = stack[length]
  const startsWithName =
    StringEndsWith(name, 'Error') &&
    StringStartsWith(stack, name) &&
    (next === undefined || next === ':' || next === '\n')
  if (className !== null && !startsWithName) return stack
  let cut = length
  let prefix = className
  if (className === null) {
    const start =
      RegExpExec(/^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n {4}at)/, stack) ??
      RegExpExec(/^([a-z_A-Z0-9-]*Error)$/, stack)
    const fallback = start?.[1] ?? ''
    cut = fallback.length
    prefix = `[${fallback || 'Error'}: null prototype]`
  }
  if (tag !== '' && className !== tag) prefix += ` [${tag}]`
  if (name === prefix) return stack
  if (!StringIncludes(prefix, name)) return `${prefix} [${name}]${StringSlice(stack, cut)}`
  return cut === 0 ? `${prefix}: ${stack}` : `${prefix}${StringSlice(stack, cut)}`
}

function withoutCauseFrames(context, error, text) {
  const frames = split(text, '\n')
  const { cause } = error
  if (cause == null || !isError(cause)) return frames
  const causeStack = stackOf(cause)
  const start = StringIndexOf(causeStack, '\n    at')
  if (start < 0) return frames
  const { length, offset } = commonRun(frames, split(StringSlice(causeStack, start + 1), '\n'))
  if (length === 0) return frames
  const note = `    ... ${length - 2} lines matching cause stack trace ...`
  ArraySplice(frames, offset + 1, length - 2, context.stylize(note, 'undefined'))
  return frames
}

function commonRun(a, b) {
  for (let i = 0; i < a.length - 3; i++) {
    const at = indexOf(b, a[i])
    if (at < 0 || b.length - at <= 3) continue
    const most = MathMin(a.length - i, b.length - at)
    let length = 1
    while (length < most && a[i + length] === b[at + length]) length++
    if (length > 3) return { length, offset: i }
  }
  return { length: 0, offset: 0 }
}
