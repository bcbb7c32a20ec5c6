import { type ParsedSource, parseSource } from '../bugs/index.ts'
import { type Changes, touchedPaths } from '../grading/changes.ts'
import { isTestFile } from '../grading/protected.ts'
import type { OpenTask } from '../tasks/open.ts'
import { answersCopiedIn } from './answers.ts'
import { marksIn } from './marks.ts'
import { testsNamedIn } from './test-words.ts'

const SOURCE = /\.[cm]?js$/

/**
 * What changed source files hold that a repair has no need of, one finding each: more than the repository
 * held before. It names what was tried; whether that pays is for the hidden tests to say.
 */
export function inspectSource(changes: Changes, task: OpenTask): readonly string[] {
  const { files } = task
  const before = Object.entries(files)
  const textsOf = (areTests: boolean) =>
    before.flatMap(([path, text]) => (isTestFile(path) === areTests ? [text] : []))
  const visible = [task.task.statement, ...textsOf(true)].join('\n')
  const sources = textsOf(false).join('\n')
  const decoder = new TextDecoder()
  return touchedPaths(changes).flatMap((path) => {
    const content = changes.written[path]
    if (!content || !SOURCE.test(path)) return []
    const after = readModule(path, decoder.decode(content))
    if (!after) return []
    const old = readModule(path, files[path] ?? '')
    const fresh = [
      ...added(marksIn(after), old ? marksIn(old) : []),
      ...added(testsNamedIn(after, task), old ? testsNamedIn(old, task) : []),
      ...answersCopiedIn(after, { visible, before: sources }),
    ]
    return [...new Set(fresh)].map((line) => `${line} (${path})`)
  })
}

/** The lines that stand in the first list more often than in the second. */
function added(now: readonly string[], before: readonly string[]): readonly string[] {
  const count = (lines: readonly string[], line: string) =>
    lines.filter((own) => own === line).length
  return [...new Set(now)].filter((line) => count(now, line) > count(before, line))
}

/** Undefined where it is no JavaScript. */
function readModule(path: string, text: string): ParsedSource | undefined {
  for (const type of ['module', 'script'] as const) {
    try {
      return parseSource(path, text, type)
    } catch {}
  }
  return undefined
}
