/** One test as its run reported it; `id` is `<file> > <suite> > <test>`. */
export interface TestResult {
  readonly id: string
  readonly status: TestStatus
  /** The message of the failure, as far as the report gives one. */
  readonly error?: string
}

export type TestStatus = 'passed' | 'failed' | 'skipped' | 'todo'

export interface TapOptions {
  /** The test file the report is about, first part of every id: TAP names files only of failures. */
  readonly file?: string | undefined
}

interface TapNode {
  readonly name: string
  readonly status: TestStatus
  readonly children: readonly TapNode[]
  /** Lines of the YAML block under the result, without its indentation. */
  readonly details: readonly string[]
}

const INDENT = 4
const MAX_DEPTH = 64
const MAX_ERROR = 4000
/** Above this many lines of details a result is read no further: an assertion over a huge value. */
const MAX_DETAILS = 2000

/**
 * The tests of one TAP report as Node's test runner writes it. Never throws: what cannot be read is
 * left out, and a test that is missing has not passed.
 *
 * Only result lines count. Output of the judged code stands behind `#` and cannot make one, nor can
 * the text of an error, which stands inside a YAML block. Of results with the same id the worst is
 * kept.
 */
export function parseTap(text: string, options: TapOptions = {}): TestResult[] {
  const results = new Map<string, TestResult>()
  const add = (result: TestResult): void => {
    const other = results.get(result.id)
    if (!other || severity[result.status] > severity[other.status]) results.set(result.id, result)
  }
  for (const node of readTree(text)) {
    if (!isFile(node.name, options.file)) {
      collect(node, options.file === undefined ? [] : [options.file], add)
      continue
    }
    // A file stands in the report itself when it has no tests, or ended before they were reported.
    const file = options.file ?? node.name
    for (const child of node.children) collect(child, [file], add)
    if (node.status === 'failed') add(resultOf(node, [file]))
  }
  return [...results.values()]
}

const severity: Record<TestStatus, number> = { passed: 0, todo: 1, skipped: 2, failed: 3 }

function isFile(name: string, file: string | undefined): boolean {
  if (file !== undefined) return name === file || name.endsWith(`/${file}`)
  return /^(?:\/|[A-Za-z]:\\).*\.[cm]?[jt]s$/.test(name)
}

function collect(node: TapNode, path: readonly string[], add: (result: TestResult) => void): void {
  const here = [...path, node.name]
  for (const child of node.children) collect(child, here, add)
  const isSuite = node.details.includes("type: 'suite'")
  const ownFailure =
    node.status === 'failed' && !node.details.includes("failureType: 'subtestsFailed'")
  if (!isSuite || ownFailure) add(resultOf(node, here))
}

function resultOf(node: TapNode, path: readonly string[]): TestResult {
  const id = path.join(' > ')
  const error = node.status === 'failed' ? errorOf(node.details) : undefined
  return error === undefined ? { id, status: node.status } : { id, status: node.status, error }
}

/**
 * Children are reported before their parent, one level deeper, so a result takes the results that
 * are waiting below it. The `# Subtest:` lines are not needed; test output could imitate them.
 */
function readTree(text: string): readonly TapNode[] {
  const waiting: TapNode[][] = [[]]
  let details: { indent: string; lines: string[] } | undefined
  let latest: string[] = []

  for (const line of linesOf(text)) {
    if (details) {
      if (line === `${details.indent}...`) details = undefined
      else if (details.lines.length < MAX_DETAILS) {
        details.lines.push(line.slice(details.indent.length))
      }
      continue
    }
    const start = /^( *)---$/.exec(line)
    if (start) {
      details = { indent: start[1] ?? '', lines: latest }
      continue
    }
    const result = readResult(line)
    if (!result) continue
    latest = []
    const children = waiting[result.depth + 1] ?? []
    waiting.length = result.depth + 1
    for (let depth = 0; depth <= result.depth; depth++) waiting[depth] ??= []
    waiting[result.depth]?.push({ ...result, children, details: latest })
  }
  return waiting[0] ?? []
}

function* linesOf(text: string): Generator<string> {
  let start = 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    yield text.slice(start, text[end - 1] === '\r' ? end - 1 : end)
    start = end + 1
  }
}

function readResult(line: string): { depth: number; name: string; status: TestStatus } | undefined {
  const match = /^( *)(not )?ok \d+(?: - (.*))?$/.exec(line)
  if (!match) return undefined
  const depth = (match[1] ?? '').length / INDENT
  if (!Number.isInteger(depth) || depth > MAX_DEPTH) return undefined
  const { name, directive } = splitDirective(match[3] ?? '')
  const status =
    directive === 'SKIP'
      ? 'skipped'
      : directive === 'TODO'
        ? 'todo'
        : match[2] === undefined
          ? 'passed'
          : 'failed'
  return { depth, name, status }
}

/** The name with its escapes undone, up to the first `#` that is not escaped. */
function splitDirective(text: string): { name: string; directive: string | undefined } {
  let name = ''
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (char === '\\' && i + 1 < text.length) {
      i++
      name += text.charAt(i)
    } else if (char === '#') {
      const directive = /^#\s*(SKIP|TODO)\b/i.exec(text.slice(i, i + 40))?.[1]
      return { name: name.trimEnd(), directive: directive?.toUpperCase() }
    } else {
      name += char
    }
  }
  return { name, directive: undefined }
}

function errorOf(details: readonly string[]): string | undefined {
  const index = details.findIndex((line) => line.startsWith('error: '))
  const value = details[index]?.slice('error: '.length)
  if (value === undefined) return undefined
  if (!value.startsWith('|')) return unquote(value).slice(0, MAX_ERROR)
  const block: string[] = []
  for (const line of details.slice(index + 1)) {
    if (line !== '' && !line.startsWith('  ')) break
    block.push(line.slice(2))
  }
  return block.join('\n').trimEnd().slice(0, MAX_ERROR)
}

function unquote(value: string): string {
  return /^'.*'$/.test(value) ? value.slice(1, -1).replaceAll("\\'", "'") : value
}
