import { formatOf } from '../grading/guard.ts'
import { isTestFile } from '../grading/protected.ts'
import type { Files } from '../tasks/edits.ts'
import { linkProblems } from './link.ts'
import { type ModuleFacts, readModule } from './read-module.ts'

/** What can be told of a repository's source files without running them. */
export interface Diagnosis {
  /** Every source file parses, and what it imports from others is there. */
  readonly builds: boolean
  /** One line each: `<file>: <problem>`. */
  readonly problems: readonly string[]
}

const SOURCE = /\.[cm]?js$/

/**
 * Problems of source files, as a language server would show them: syntax, imports that lead nowhere, names that
 * nobody declares, constants that are assigned, variables that nobody reads, code that is never reached. Tests
 * are not looked at.
 */
export function diagnose(files: Files): Diagnosis {
  const modules = new Map<string, ModuleFacts>()
  for (const [path, text] of Object.entries(files)) {
    if (!SOURCE.test(path) || isTestFile(path)) continue
    modules.set(path, readModule(text, formatOf(path, files)))
  }
  const broken = [...modules].flatMap(([path, { syntaxError }]) =>
    syntaxError === undefined ? [] : [`${path}: ${syntaxError}`],
  )
  const unlinked = linkProblems(modules, new Set(Object.keys(files)))
  const own = [...modules].flatMap(([path, { problems }]) =>
    problems.map((problem) => `${path}: ${problem}`),
  )
  return {
    builds: broken.length === 0 && unlinked.length === 0,
    problems: [...broken, ...unlinked, ...own],
  }
}
