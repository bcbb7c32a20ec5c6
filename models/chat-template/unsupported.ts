import { messageOf } from '../../core/index.ts'
import type { JinjaProgram } from './load-jinja.ts'

/** What an error of the template engine says to a user: the feature by its name where it can be told. */
export function unsupportedFeature(error: unknown, program: JinjaProgram | null): string {
  const [message = ''] = messageOf(error).split('\n')
  const statement = /^Unknown statement type: (\w+)/.exec(message)?.[1]
  if (statement) return `the statement {% ${statement} %} is not supported`
  const filter =
    /^Unknown \w+ filter: (\w+)/.exec(message)?.[1] ??
    /^Cannot apply filter "(\w+)"/.exec(message)?.[1]
  if (filter) {
    const operand =
      /to type: (\w+)Value/.exec(message)?.[1] ?? /^Unknown (\w+)Value/.exec(message)?.[1]
    return `the filter ${filter} of ${operand?.toLowerCase() ?? 'this'} values is not supported`
  }
  const test = /^Unknown test: (\w+)/.exec(message)?.[1]
  if (test) return `the test "is ${test}" is not supported`
  if (/^Cannot call something that is not a function/.test(message) && program) {
    const names = [...calledNames(program)].filter((name) => !knownCalls.has(name))
    if (names.length > 0) return `${names.map((name) => `${name}()`).join(', ')} is not supported`
  }
  return message.replace(/^Parser Error: /, '').replace(/\s+/g, ' ')
}

/** Functions and methods that the engine has, or that are set here. */
const knownCalls = new Set(
  'namespace range raise_exception strftime_now upper lower strip title capitalize rstrip lstrip startswith endswith split replace get items keys values dictsort caller'.split(
    ' ',
  ),
)

/** Names of what a template calls, without its own macros. */
function calledNames(program: JinjaProgram): ReadonlySet<string> {
  const called = new Set<string>()
  const macros = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    if (node instanceof Map) for (const entry of node) visit(entry)
    if (!isNode(node)) return
    const target = node.type === 'CallExpression' ? node['callee'] : undefined
    const callee =
      isNode(target) && target.type === 'MemberExpression' ? target['property'] : target
    const name = nameOf(callee)
    if (name !== null) called.add(name)
    const macro = node.type === 'Macro' ? nameOf(node['name']) : null
    if (macro !== null) macros.add(macro)
    for (const child of Object.values(node)) visit(child)
  }
  visit(program.body)
  for (const macro of macros) called.delete(macro)
  return called
}

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

const nameOf = (node: unknown): string | null =>
  isNode(node) && node.type === 'Identifier' ? String(node['value']) : null
