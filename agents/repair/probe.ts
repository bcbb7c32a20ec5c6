import type { AnyNode } from 'acorn'
import type { Candidate } from './candidate.ts'
import { isFunction, type Located, type Source } from './source.ts'

/** Name of the file to load first, and the global functions that probed code calls. */
const HIT = '__probeHit'
const WEIGH = '__probeWeigh'

/**
 * A module that probed code needs: it gathers which candidates were reached, and which would have
 * given another value there, and adds them to `output` when the program ends.
 */
export function probeRuntime(output: string): string {
  return `import { appendFileSync } from 'node:fs'
const reached = new Set()
const differing = new Set()
const threw = {}
globalThis.${HIT} = (...ids) => { for (const id of ids) reached.add(id) }
globalThis.${WEIGH} = (ids, value, other, isTest) => {
  for (let i = 0; i < ids.length; i++) {
    reached.add(ids[i])
    if (differing.has(ids[i])) continue
    let result = threw
    try { result = other(i) } catch {}
    if (isTest ? result === threw || !result !== !value : !Object.is(result, value)) differing.add(ids[i])
  }
  return value
}
const bits = (ids) => {
  const bytes = Buffer.alloc(Math.ceil((Math.max(-1, ...ids) + 1) / 8))
  for (const id of ids) bytes[id >> 3] |= 1 << (id & 7)
  return bytes.toString('base64')
}
process.on('exit', () => { appendFileSync(${JSON.stringify(output)}, \`probe:\${bits(reached)}:\${bits(differing)}\\n\`) })
`
}

/** Candidates reached, and those that would have made a difference where they stand. */
export interface ProbeResult {
  readonly reached: ReadonlySet<number>
  /** Only told of candidates that can be tried on the spot. */
  readonly differing: ReadonlySet<number>
}

/** Reads what probed programs have written, one line a program. */
export function parseProbe(text: string): ProbeResult {
  const reached = new Set<number>()
  const differing = new Set<number>()
  for (const [, all, other] of text.matchAll(/^probe:([\w+/=]*):([\w+/=]*)$/gm)) {
    for (const id of numbersIn(all ?? '')) reached.add(id)
    for (const id of numbersIn(other ?? '')) differing.add(id)
  }
  return { reached, differing }
}

/** A set of numbers as the bits of base64. */
function numbersIn(bits: string): readonly number[] {
  const bytes = [...Buffer.from(bits, 'base64')]
  return bytes.flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (1 << bit)).map((bit) => index * 8 + bit),
  )
}

export interface Probe {
  /** The file's text with probes. */
  readonly text: string
  /** Candidates whose difference is measured; of the others only whether they are reached. */
  readonly weighed: ReadonlySet<number>
}

/** Puts probes for its candidates into a file; `ids` are their positions in the whole list. */
export function probeSource(
  source: Source,
  candidates: readonly (readonly [id: number, candidate: Candidate])[],
): Probe {
  const sites = new Map<AnyNode, Site>()
  for (const [id, candidate] of candidates) addSite(sites, source, id, candidate)
  const weighed = new Set<number>()
  const insertions: { at: number; text: string; depth: number }[] = []
  for (const [node, site] of sites) {
    const depth = site.located.parents.length
    if (!site.isExpression) {
      insertions.push({ at: node.start, text: `${HIT}(${site.ids.join()});`, depth })
      continue
    }
    const ids = site.alternatives.map(({ id }) => id)
    for (const id of ids) weighed.add(id)
    const choices = site.alternatives.map(({ text }, i) => `i===${i}?(${text}):`).join('')
    const plain = site.ids.filter((id) => !weighed.has(id))
    const head = plain.length > 0 ? `(${HIT}(${plain.join()}),` : '('
    const isWeighed = ids.length > 0
    insertions.push({
      at: node.start,
      text: isWeighed ? `${head}${WEIGH}([${ids.join()}],(` : head,
      depth,
    })
    const tail = `),(i)=>${choices}undefined,${isTest(site.located)}))`
    insertions.push({ at: node.end, text: isWeighed ? tail : ')', depth: -depth })
  }
  return { text: splice(source.text, insertions), weighed }
}

interface Site {
  readonly located: Located
  readonly isExpression: boolean
  readonly ids: number[]
  readonly alternatives: { readonly id: number; readonly text: string }[]
}

/** A candidate is watched at the smallest expression or statement around it. */
function addSite(sites: Map<AnyNode, Site>, source: Source, id: number, candidate: Candidate): void {
  const { start, end, replacement, kind } = candidate
  const around = source.nodes.filter(({ node }) => node.start <= start && end <= node.end)
  const isInsertion = kind === 'insertion'
  const located = around.findLast((place) => {
    if (isInsertion) return isStatementPlace(place)
    const isWhole = start !== end || place.node.start === start
    return (isWhole && isExpressionPlace(place)) || isStatementPlace(place)
  })
  if (!located) return
  const { node } = located
  const site = sites.get(node) ?? {
    located,
    isExpression: !isInsertion && isExpressionPlace(located),
    ids: [],
    alternatives: [],
  }
  sites.set(node, site)
  site.ids.push(id)
  const own = source.text.slice(node.start, node.end)
  const other = own.slice(0, start - node.start) + replacement + own.slice(end - node.start)
  if (site.isExpression && isHarmless(own) && isHarmless(other)) {
    site.alternatives.push({ id, text: other })
  }
}

/** Statements a call can be put in front of. */
function isStatementPlace({ node, parents: [parent] }: Located): boolean {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return false
  if (/^(?:Import|Export)/.test(node.type)) return false
  if (parent?.type === 'Program') return !('directive' in node && node.directive)
  if (parent?.type === 'BlockStatement') return !('directive' in node && node.directive)
  return parent?.type === 'SwitchCase' && parent.test !== node
}

/** Expressions that can be put into parentheses without changing what they mean. */
function isExpressionPlace({ node, parents }: Located): boolean {
  if (!EXPRESSIONS.has(node.type)) return false
  const [parent, grandparent] = parents
  if (!parent) return false
  const has = (key: string) => (parent as unknown as Record<string, unknown>)[key] === node
  switch (parent.type) {
    case 'MemberExpression':
      // `(a?.b).c` is not `a?.b.c`, and keys are no expressions.
      return (has('object') || parent.computed) && !isInChain(parents)
    case 'CallExpression':
      return !has('callee') && !isInChain([parent, ...parents])
    case 'NewExpression':
    case 'TaggedTemplateExpression':
      return !has('callee') && !has('tag')
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return has('right')
    case 'VariableDeclarator':
      return has('init')
    case 'Property':
      return has('value') && !parent.shorthand && grandparent?.type === 'ObjectExpression'
    case 'ForInStatement':
    case 'ForOfStatement':
      return has('right')
    case 'ArrowFunctionExpression':
      return has('body')
    case 'UnaryExpression':
      return parent.operator !== 'delete' && parent.operator !== 'typeof'
    case 'ReturnStatement':
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ConditionalExpression':
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'ArrayExpression':
    case 'SpreadElement':
    case 'TemplateLiteral':
    case 'ExpressionStatement':
    case 'AwaitExpression':
    case 'ThrowStatement':
    case 'SwitchStatement':
      return true
    case 'PropertyDefinition':
      return has('value')
    default:
      return false
  }
}

const EXPRESSIONS = new Set([
  'BinaryExpression',
  'LogicalExpression',
  'UnaryExpression',
  'Literal',
  'Identifier',
  'CallExpression',
  'NewExpression',
  'ConditionalExpression',
  'MemberExpression',
])

const isInChain = (parents: readonly AnyNode[]) => {
  const chain = parents.findIndex(({ type }) => type === 'ChainExpression')
  return chain !== -1 && !parents.slice(0, chain).some(isFunction)
}

/** Methods that change nothing; a call of any other may, so it is not made twice. */
const PURE =
  /(?:\.(?:slice|substring|charAt|charCodeAt|codePointAt|at|indexOf|lastIndexOf|includes|startsWith|endsWith|trim|trimStart|trimEnd|toUpperCase|toLowerCase|padStart|padEnd|repeat|has|get|keys|values|entries|concat|floor|ceil|round|min|max|abs|isArray|isInteger|isFinite|isNaN|hasOwn|replace|replaceAll|join|split|test|match)|\b(?:Number|String|Boolean))\(/g

function isHarmless(text: string): boolean {
  const rest = text.replace(PURE, '[').replace(/\(\?/g, '')
  const calls = /[\w$)\]]\s*\(/.test(rest.replace(/\b(?:if|return|typeof|in|of)\s*\(/g, '['))
  return !calls && !/=>|\b(?:await|yield|new|delete|function|async)\b|\+\+|--|[^=!<>]=(?!=)|`/.test(rest)
}

/** Only whether it is true counts. */
function isTest({ node, parents: [parent] }: Located): boolean {
  switch (parent?.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
      return parent.test === node
    case 'UnaryExpression':
      return parent.operator === '!'
    default:
      return false
  }
}

/** Outer probes stand outside of inner ones that begin or end at the same place. */
function splice(
  text: string,
  insertions: readonly { readonly at: number; readonly text: string; readonly depth: number }[],
): string {
  const ordered = insertions
    .map((insertion, order) => ({ ...insertion, order }))
    .sort((a, b) => a.at - b.at || closesFirst(a, b) || a.depth - b.depth || a.order - b.order)
  let result = ''
  let from = 0
  for (const insertion of ordered) {
    result += text.slice(from, insertion.at) + insertion.text
    from = insertion.at
  }
  return result + text.slice(from)
}

/** What ends at a place comes before what begins there; ends have negative depths. */
const closesFirst = (a: { depth: number }, b: { depth: number }) =>
  (a.depth < 0 ? 0 : 1) - (b.depth < 0 ? 0 : 1)
