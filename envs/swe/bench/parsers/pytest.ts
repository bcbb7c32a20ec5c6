import { linesOf } from './lines.ts'
import { rename, StatusTable, type TestStatus, type TestStatuses } from './statuses.ts'

const WORDS: Readonly<Record<string, TestStatus>> = {
  PASSED: 'passed',
  XFAIL: 'passed',
  FAILED: 'failed',
  SUBFAIL: 'failed',
  SUBFAILED: 'failed',
  SKIPPED: 'skipped',
  ERROR: 'error',
}
const STATUS_FIRST = /^(PASSED|FAILED|SUBFAIL|SUBFAILED|SKIPPED|ERROR|XFAIL)(?:\([^)]*\))? (\S.*)$/
const WORKER = /^\[gw\d+\] (?:\[ *\d+%\] )?/
const PERCENT = /\s*\[ *\d+%\]$/
/** Of skipped tests the summary tells how many and where, not which. */
const FOLDED = /^\[\d+\] /

/** pytest: the summary of `-rA` and the progress of `-v`, either or both. `XPASS` is no status of SWE-bench. */
export function parsePytest(log: string): TestStatuses {
  const table = new StatusTable()
  for (const raw of linesOf(log)) {
    const line = raw.replace(WORKER, '').trimEnd()
    const summary = STATUS_FIRST.exec(line)
    const word = summary?.[1]
    if (word !== undefined) {
      const rest = summary?.[2] ?? ''
      const status = WORDS[word]
      if (status !== undefined && !FOLDED.test(rest)) table.add(nodeId(rest), status)
      continue
    }
    const progress = readProgress(line.replace(PERCENT, ''))
    if (progress) table.add(progress.name, progress.status)
  }
  return table.all()
}

/** `<node id> STATUS` or `<node id> STATUS (reason)`. */
function readProgress(line: string): { name: string; status: TestStatus } | undefined {
  if (!line.includes('::')) return undefined
  for (const [word, status] of Object.entries(WORDS)) {
    let at = line.indexOf(` ${word}`)
    for (; at > 0; at = line.indexOf(` ${word}`, at + 1)) {
      const tail = line.slice(at + 1 + word.length, at + 3 + word.length)
      const name = line.slice(0, at)
      const isWhole = tail === '' || (tail === ' (' && line.endsWith(')'))
      if (isWhole && name.includes('::')) return { name, status }
    }
  }
  return undefined
}

/** Without the message behind ` - `, which the parameters of a test may contain as well. */
function nodeId(text: string): string {
  const dash = text.indexOf(' - ')
  const bracket = text.indexOf('[')
  if (dash === -1) return text
  if (bracket === -1 || dash < bracket) return text.slice(0, dash)
  const end = text.indexOf('] - ', bracket)
  if (end !== -1) return text.slice(0, end + 1)
  return text.endsWith(']') ? text : text.slice(0, dash)
}

/** As SWE-bench names pytest's tests: up to the first space, parameters with spaces cut. */
export function parsePytestFirstWord(log: string): TestStatuses {
  return rename(parsePytest(log), firstWord)
}

/** The same, of parameters that are paths the last part only. */
export function parsePytestOptions(log: string): TestStatuses {
  return rename(parsePytest(log), (name) => shortOption(firstWord(name)))
}

/** The same, with matplotlib's mouse buttons as their numbers. */
export function parsePytestMatplotlib(log: string): TestStatuses {
  return rename(parsePytest(log), (name) =>
    firstWord(name.replaceAll('MouseButton.LEFT', '1').replaceAll('MouseButton.RIGHT', '3')),
  )
}

const firstWord = (name: string) => name.split(/\s/, 1)[0] ?? name

function shortOption(name: string): string {
  const open = name.indexOf('[')
  const close = name.lastIndexOf(']')
  if (open === -1 || close < open) return name
  const option = name.slice(open + 1, close)
  const isPath = option.startsWith('/') && !option.startsWith('//') && !option.includes('*')
  return `${name.slice(0, open)}[${isPath ? option.slice(option.lastIndexOf('/')) : option}]`
}
