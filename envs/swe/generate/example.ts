import type { AnyNode, CallExpression, Statement } from 'acorn'
import { isFunction, type ParsedSource, textOf } from '../bugs/source.ts'
import type { ScannedError } from './run-tests.ts'

/** What a user would write down to show a fault. */
export interface Example {
  /** Code up to and with the expression that goes wrong. */
  readonly code: string
  readonly expected: string
  readonly actual: string
}

interface TestBody {
  readonly node: AnyNode
  readonly statements: readonly Statement[]
  /** Every name the test and its helpers mention. */
  readonly mentions: readonly string[]
}

interface Assertion {
  readonly method: string
  readonly subject: AnyNode
  readonly text: string
}

/** The body of a test, found by its suites and title. */
export function testBody(source: ParsedSource, names: readonly string[]): TestBody | undefined {
  for (const { node, parents } of source.nodes) {
    const path = [node, ...parents].flatMap(titleOf).reverse()
    if (titleOf(node).length === 0 || path.join('\n') !== names.join('\n')) continue
    const body = node.type === 'CallExpression' ? node.arguments[1] : undefined
    if (!body || !isFunction(body) || body.body.type !== 'BlockStatement') continue
    const { body: statements } = body.body
    const parts = [...helpersFor(source, statements, body), ...statements]
    return { node: body, statements, mentions: parts.flatMap((part) => namesIn(source, part)) }
  }
  return undefined
}

/**
 * The code that leads to a failure, made of the test's own statements: its other assertions are
 * reduced to the calls they make, and helpers it uses are put in front.
 */
export function exampleOf(
  source: ParsedSource,
  names: readonly string[],
  error: ScannedError,
): Example | undefined {
  const body = testBody(source, names)
  const offsets = error.frames.map((frame) => offsetOf(source.text, frame))
  const failing = body?.statements.find((s) => offsets.some((at) => s.start <= at && at < s.end))
  if (!body || !failing) return undefined

  const before = body.statements.filter((statement) => statement.end <= failing.start)
  const assertion = assertionOf(source, failing)
  const outcome = outcomeOf(source, assertion, error)
  if (!outcome) return undefined
  const last = assertion ? assertion.text : textAt(source, failing)
  const helpers = helpersFor(source, [...before, failing], body.node)
  const code = [
    ...helpers.map((helper) => textAt(source, helper)),
    ...before.flatMap((statement) => setupOf(source, statement)),
    last,
  ]
  return { code: code.join('\n'), ...outcome }
}

function outcomeOf(
  source: ParsedSource,
  assertion: Assertion | undefined,
  error: ScannedError,
): { expected: string; actual: string } | undefined {
  const thrown = `${error.name}: ${error.message.split('\n', 1)[0]}`
  const throws = assertion?.method === 'throws' || assertion?.method === 'rejects'
  if (!error.compares) {
    const expected = throws ? 'another error' : 'no error'
    return { expected, actual: `throws ${thrown}` }
  }
  if (error.message.startsWith('Missing expected')) {
    const wanted = expectedError(source, assertion)
    return { expected: `an error${wanted}`, actual: 'no error' }
  }
  if (error.actual === undefined || error.expected === undefined) return undefined
  const what = throws ? 'an error with ' : ''
  return { expected: what + error.expected, actual: what + error.actual }
}

function expectedError(source: ParsedSource, assertion: Assertion | undefined): string {
  const call = source.nodes.find(
    ({ node }) => node.type === 'CallExpression' && node.arguments[0] === assertion?.subject,
  )?.node
  const wanted = call?.type === 'CallExpression' ? call.arguments[1] : undefined
  if (!wanted) return ''
  return wanted.type === 'Identifier'
    ? ` of type ${wanted.name}`
    : ` with ${textOf(source, wanted).replace(/\s+/g, ' ')}`
}

/** `assert.equal(a, b)` as its method and the expression it judges. */
function assertionOf(source: ParsedSource, statement: Statement): Assertion | undefined {
  const call = assertCall(statement)
  const subject = call?.arguments[0]
  if (!call || !subject || call.callee.type !== 'MemberExpression') return undefined
  const method = textOf(source, call.callee.property)
  if (method === 'throws') {
    const isShort = isFunction(subject) && subject.body.type !== 'BlockStatement'
    return {
      method,
      subject,
      text: isShort ? textAt(source, subject.body) : textAt(source, subject),
    }
  }
  const wait = method === 'rejects' ? 'await ' : ''
  return { method, subject, text: wait + textAt(source, subject) }
}

function assertCall(statement: Statement): CallExpression | undefined {
  if (statement.type !== 'ExpressionStatement') return undefined
  const { expression } = statement
  const call = expression.type === 'AwaitExpression' ? expression.argument : expression
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined
  const { object } = call.callee
  return object.type === 'Identifier' && object.name === 'assert' ? call : undefined
}

function setupOf(source: ParsedSource, statement: Statement): string[] {
  const assertion = assertionOf(source, statement)
  if (!assertion) return [textAt(source, statement)]
  if (assertion.method === 'throws') return []
  if (assertion.method === 'rejects') return [`${assertion.text}.catch(() => {});`]
  const { subject } = assertion
  const calls = source.nodes.some(
    ({ node }) =>
      node.type === 'CallExpression' && subject.start <= node.start && node.end <= subject.end,
  )
  return calls ? [`${assertion.text};`] : []
}

/** Declarations outside of the test that its statements use, also through each other. */
function helpersFor(
  source: ParsedSource,
  statements: readonly AnyNode[],
  test: AnyNode,
): readonly AnyNode[] {
  const outer = source.nodes.filter(({ node, parents }) => {
    const isDeclaration = node.type === 'FunctionDeclaration' || node.type === 'VariableDeclaration'
    if (!isDeclaration || (test.start <= node.start && node.end <= test.end)) return false
    const isVisible = parents[0] && parents[0].start <= test.start && test.end <= parents[0].end
    return isVisible && !textOf(source, node).includes('require(')
  })
  const wanted = new Set(statements.flatMap((statement) => namesIn(source, statement)))
  const used = new Set<AnyNode>()
  for (let grew = true; grew; ) {
    grew = false
    for (const { node } of outer) {
      if (used.has(node) || !declaredNames(node).some((name) => wanted.has(name))) continue
      used.add(node)
      for (const name of namesIn(source, node)) wanted.add(name)
      grew = true
    }
  }
  return outer.map(({ node }) => node).filter((node) => used.has(node))
}

function declaredNames(node: AnyNode): string[] {
  if (node.type === 'FunctionDeclaration') return node.id ? [node.id.name] : []
  if (node.type !== 'VariableDeclaration') return []
  return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
}

function namesIn(source: ParsedSource, within: AnyNode): string[] {
  return source.nodes.flatMap(({ node }) =>
    node.type === 'Identifier' && within.start <= node.start && node.end <= within.end
      ? [node.name]
      : [],
  )
}

function titleOf(node: AnyNode): string[] {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return []
  if (!['describe', 'it', 'test', 'suite'].includes(node.callee.name)) return []
  const [title] = node.arguments
  return title?.type === 'Literal' && typeof title.value === 'string' ? [title.value] : []
}

/** The text of a node, moved to the left edge. */
function textAt(source: ParsedSource, node: AnyNode): string {
  const lineStart = source.text.lastIndexOf('\n', node.start - 1) + 1
  const indent = /^ */.exec(source.text.slice(lineStart, node.start))?.[0].length ?? 0
  return textOf(source, node).replaceAll(`\n${' '.repeat(indent)}`, '\n')
}

function offsetOf(text: string, position: { line: number; column: number }): number {
  let start = 0
  for (let line = 1; line < position.line; line++) start = text.indexOf('\n', start) + 1
  return start + position.column - 1
}
