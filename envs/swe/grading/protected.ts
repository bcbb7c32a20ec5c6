import { finding } from '../integrity/findings.ts'
import { fileOf } from '../tasks/format.ts'
import type { OpenTask } from '../tasks/open.ts'
import { type Changes, touchedPaths } from './changes.ts'

/** What of an agent's changes is graded, and what is not. */
export interface Submission {
  readonly source: Changes
  /** One line for each change that was left out: tests, packages, configuration. */
  readonly integrity: readonly string[]
}

const TEST_FOLDERS = new Set(['test', 'tests', 'hidden', '__tests__'])
const FOLDERS = new Set([...TEST_FOLDERS, 'node_modules'])
const FILES = new Set(['package.json', 'package-lock.json', 'npm-shrinkwrap.json'])
const TEST_FILE = /^(?:test|test[-_.].+|.+[-_.](?:test|spec))\.[cm]?[jt]sx?$/

/** Keeps changes of source files; whatever decides what is tested, and how, stays as it was. */
export function submissionOf(changes: Changes, task: OpenTask): Submission {
  const { files, hiddenFiles } = task
  const tests = [...task.task.failToPass, ...task.task.passToPass].map(fileOf)
  const fixed = [...new Set([...tests, ...Object.keys(hiddenFiles)])]
  const isKept = (path: string) =>
    !isProtected(path) && !fixed.some((other) => overlaps(path, other))
  const dropped = touchedPaths(changes).filter((path) => !isKept(path))
  return {
    source: {
      written: Object.fromEntries(Object.entries(changes.written).filter(([path]) => isKept(path))),
      removed: changes.removed.filter(isKept),
    },
    integrity: dropped.map((path) => {
      const isTest = isTestFile(path) || fixed.some((other) => overlaps(path, other))
      const kind = isTest ? 'tests changed' : 'set-up changed'
      if (!Object.hasOwn(files, path))
        return finding(kind, `${path} was added, left out of grading`)
      const isGone = !Object.hasOwn(changes.written, path)
      return finding(kind, `${path} was ${isGone ? 'removed' : 'changed'}, restored for grading`)
    }),
  }
}

/** Whether a path of a repository is one of its tests, or stands among them. */
export function isTestFile(path: string): boolean {
  const parts = path.split('/')
  const isInside = parts.slice(0, -1).some((part) => TEST_FOLDERS.has(part.toLowerCase()))
  return isInside || TEST_FILE.test(parts.at(-1) ?? '')
}

function isProtected(path: string): boolean {
  return path.split('/').some((part, index, parts) => {
    const isFolder = index < parts.length - 1
    if (part.startsWith('.') || FILES.has(part) || FOLDERS.has(part)) return true
    return TEST_FILE.test(part) || (isFolder && FOLDERS.has(part.toLowerCase()))
  })
}

/** The same path, or one a folder of the other. */
function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)
}
