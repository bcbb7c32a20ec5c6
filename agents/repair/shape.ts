import type { AnyNode } from 'acorn'
import type { Candidate } from './candidate.ts'
import { isFunction, type Located, type Source } from './source.ts'

/** What is put in place of what, and where, as features. */
export function shapeOf(
  { source, start, end, replacement, kind }: Candidate,
  around: Located | undefined,
): Record<string, number> {
  const old = source.text.slice(start, end)
  const parent = around?.parents[0]
  switch (kind) {
    case 'operator':
      return operatorShape(source, old, replacement, around)
    case 'method':
    case 'boolean':
      return { [`${old} to ${replacement}`]: 1, [`${kind} in ${parent?.type}`]: 1 }
    case 'number': {
      const change = Number(replacement) - Number(old)
      return {
        [`number by ${Math.abs(change) === 1 ? change : 'far'}`]: 1,
        [`number ${old} to ${replacement}`]: 1,
        [`number in ${holder(source, parent)}`]: 1,
      }
    }
    case 'condition': {
      const change = old.startsWith('!') ? 'lose' : 'gain'
      return {
        [`${change} a negation`]: 1,
        [`${change} a negation in ${parent?.type}`]: 1,
        [`${change} a negation before ${consequenceOf(parent)}`]: 1,
      }
    }
    case 'name':
      return nameShape(source, old, replacement, around)
    default:
      return {}
  }
}

function operatorShape(
  source: Source,
  old: string,
  replacement: string,
  around: Located | undefined,
): Record<string, number> {
  const change = `${old} to ${replacement}`
  const node = around?.node
  const right = node && 'right' in node ? node.right : undefined
  const side = right ? sortOf(source, right) : 'nothing'
  return {
    [change]: 1,
    [`${change} of ${side}`]: 1,
    [`operator in ${around?.parents[0]?.type}`]: 1,
  }
}

/** Literals as they are, `length` and `size`, and else the sort of expression. */
function sortOf(source: Source, { type, start, end }: AnyNode): string {
  const text = source.text.slice(start, end)
  if (type === 'Literal') return /^['"`]/.test(text) ? 'text' : text
  return /\.(?:length|size)$/.test(text) ? 'length' : type
}

function holder(source: Source, parent: AnyNode | undefined): string {
  if (parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression') {
    const { start, end } = parent.callee.property
    return `call of ${source.text.slice(start, end)}`
  }
  if (parent?.type === 'BinaryExpression') return `binary ${parent.operator}`
  return parent?.type ?? 'nothing'
}

function consequenceOf(parent: AnyNode | undefined): string {
  if (parent?.type !== 'IfStatement') return parent?.type ?? 'nothing'
  const { consequent } = parent
  const first = consequent.type === 'BlockStatement' ? consequent.body[0] : consequent
  return `${first?.type}${parent.alternate ? ' else' : ''}`
}

function nameShape(
  source: Source,
  old: string,
  replacement: string,
  around: Located | undefined,
): Record<string, number> {
  const parents = around?.parents ?? []
  const parent = parents[0]
  const owner = parents.find(isFunction)
  const statement = parents.find(({ type }) => /Statement$|Declaration$/.test(type))
  const name = replacement.replace(/^.*: /, '')
  const count = (node: AnyNode | undefined, wanted: string) =>
    node ? (source.text.slice(node.start, node.end).match(wordOf(wanted)) ?? []).length : 0
  const isMember = parent?.type === 'MemberExpression' && parent.object === around?.node
  return {
    [`name in ${isMember ? 'object' : parent?.type}`]: 1,
    [`name used ${Math.min(4, count(owner, name))} times`]: 1,
    [`name was used ${Math.min(4, count(owner, old))} times`]: 1,
    'name twice in statement': count(statement, name) > 0 ? 1 : 0,
    'name was twice in statement': count(statement, old) > 1 ? 1 : 0,
    'both parameters': [old, name].every((one) => isParameter(source, owner, one)) ? 1 : 0,
    'both no parameters': [old, name].some((one) => isParameter(source, owner, one)) ? 0 : 1,
    'same number': /s$/.test(old) === /s$/.test(name) ? 1 : 0,
  }
}

const wordOf = (name: string) =>
  new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'g')

function isParameter(source: Source, owner: AnyNode | undefined, name: string): boolean {
  if (!isFunction(owner)) return false
  return owner.params.some(({ start, end }) => wordOf(name).test(source.text.slice(start, end)))
}
