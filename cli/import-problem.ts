import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigError, messageOf } from '../core/index.ts'

/** Why a user's file could not be imported, in one line: with the place in it, where that is known. */
export function importProblem(path: string, error: unknown): ConfigError {
  // What our own functions refused at import (defineEnv, spaces, rewards) is said well already.
  if (error instanceof Error && error.name === 'ConfigError') return error as ConfigError
  const compile = /^(.+?):(\d+):(\d+): ERROR: (.+)$/m.exec(messageOf(error))
  if (compile) {
    const [, file = path, line, column, problem] = compile
    // esbuild counts columns from 0, everybody else from 1.
    return refused(path, `${shown(file)}:${line}:${Number(column) + 1}: ${problem}`, error)
  }
  const [message = ''] = messageOf(error).split('\n')
  const missing = /^Cannot find (?:package|module) '([^']+)' imported from (\S+)/.exec(message)
  if (missing) {
    const [, name = '', from = ''] = missing
    const what = /^(?:file:|[./])/.test(name) ? shown(name) : name
    return refused(path, `${shown(from)} imports ${what}, which is not there`, error)
  }
  const place = placeOf(error)
  return refused(path, place ? `${place}: ${message}` : message, error)
}

function refused(path: string, reason: string, cause: unknown): ConfigError {
  return new ConfigError(`Cannot load env ${path}: ${reason} (correct the file)`, { cause })
}

/** First place in the stack that is somebody's source: not Node's, not a package's. */
function placeOf(error: unknown): string | null {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  // A syntax error Node itself finds has the place on its first line.
  const first = /^(file:\/\/\S+|\/\S+):(\d+)$/m.exec(stack.split('\n')[0] ?? '')
  if (first) return `${shown(first[1] ?? '')}:${first[2]}`
  for (const line of stack.split('\n')) {
    const frame = /(?:\(|at )((?:file:\/\/)?\/[^()]+?):(\d+):(\d+)\)?$/.exec(line)
    if (!frame || line.includes('node_modules')) continue
    return `${shown(frame[1] ?? '')}:${frame[2]}:${frame[3]}`
  }
  return null
}

function shown(file: string): string {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file
  const short = relative(process.cwd(), path)
  return short === '' || short.startsWith('..') ? path : short
}
