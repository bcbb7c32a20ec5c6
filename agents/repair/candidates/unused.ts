import type { AnyNode } from 'acorn'
import { type Binding, bindingsOf } from '../scope.ts'
import { functionName, isFunction, type Source, textOf } from '../source.ts'
import type { CandidateMaker } from './edit.ts'
import { type Place, placesIn, saidAt } from './places-in.ts'

/** Statements that use what nothing uses: a helper, a parameter, a variable or field that never changes. */
export const unused: CandidateMaker = (source) => {
  const bindings = bindingsOf(source)
  const statements = [
    ...unusedCalls(source),
    ...unchangedVariables(source, bindings),
    ...unchangedFields(source),
    ...unfilledCollections(source, bindings),
  ]
  if (statements.length === 0 && !bindings.some((binding) => binding.unused)) return []
  return placesIn(source, bindings).flatMap((place) =>
    [...statements, ...unusedParameters(source, place)]
      .filter(({ within }) => within.start <= place.block.start && place.block.end <= within.end)
      .flatMap(({ kind, texts }) => texts(place.visible).map((text) => ({ text, kind })))
      .map((statement) => saidAt(source, place, statement)),
  )
}

interface Statement {
  readonly kind: string
  /** Where it may stand. */
  readonly within: { readonly start: number; readonly end: number }
  texts(visible: readonly Binding[]): readonly string[]
}

const everywhere = { start: 0, end: Number.POSITIVE_INFINITY }

/** Calls of functions that nobody calls. */
function unusedCalls(source: Source): Statement[] {
  const mentions = countMentions(source)
  return source.nodes.flatMap(({ node, parents }): Statement[] => {
    const [parent] = parents
    const isExported = parents.some(({ type }) => type.startsWith('Export'))
    if (isFunction(node) && node.type === 'FunctionDeclaration' && !isExported) {
      const name = functionName(node, parent) ?? ''
      if ((mentions.get(name) ?? 0) > 1) return []
      const params = node.params.map((param) => textOf(source, param))
      return [
        {
          kind: 'unused call',
          within: everywhere,
          texts: (visible) => callsOf(name, params, visible),
        },
      ]
    }
    if (node.type !== 'MethodDefinition' || node.key.type !== 'PrivateIdentifier') return []
    const { name } = node.key
    if ((mentions.get(`#${name}`) ?? 0) > 1 || node.kind !== 'method') return []
    const owner = parents.find(({ type }) => type.startsWith('Class'))
    const params = node.value.params.map((param) => textOf(source, param))
    return [
      {
        kind: 'unused call',
        within: owner ?? everywhere,
        texts: (visible) => callsOf(`this.#${name}`, params, visible),
      },
    ]
  })
}

function callsOf(name: string, params: readonly string[], visible: readonly Binding[]) {
  const names = new Set(visible.map((binding) => binding.name))
  const needed = params.filter((param) => !param.includes('='))
  if (needed.every((param) => names.has(param))) return [`${name}(${needed.join(', ')});`]
  return needed.length === 1 ? [...names].slice(-4).map((other) => `${name}(${other});`) : []
}

/** Changes of a `let` that never changes. */
function unchangedVariables(source: Source, bindings: readonly Binding[]): Statement[] {
  const written = new Set(source.nodes.flatMap(({ node }) => targetOf(source, node)))
  return source.nodes.flatMap(({ node, parents }): Statement[] => {
    if (node.type !== 'VariableDeclaration' || node.kind !== 'let') return []
    const scope = parents[0]
    return node.declarations.flatMap(({ id, init }): Statement[] => {
      if (id.type !== 'Identifier' || written.has(id.name) || !scope) return []
      const own = bindings.find(({ declaredAt }) => declaredAt === id.start)
      return [
        {
          kind: 'unchanged variable',
          within: scope,
          texts: (visible) =>
            own && visible.includes(own)
              ? changesOf(id.name, init ? textOf(source, init) : undefined, visible)
              : [],
        },
      ]
    })
  })
}

/** Changes of a private field that nothing changes. */
function unchangedFields(source: Source): Statement[] {
  const written = new Set(source.nodes.flatMap(({ node }) => targetOf(source, node)))
  return source.nodes.flatMap(({ node, parents }): Statement[] => {
    if (node.type !== 'PropertyDefinition' || node.key.type !== 'PrivateIdentifier') return []
    const field = `this.#${node.key.name}`
    const init = node.value ? textOf(source, node.value) : undefined
    if (written.has(field) || /^new |^[[{]|=>/.test(init ?? '')) return []
    const owner = parents.find(({ type }) => type.startsWith('Class')) ?? everywhere
    return [
      {
        kind: 'unchanged field',
        within: owner,
        texts: (visible) => changesOf(field, init, visible),
      },
    ]
  })
}

function changesOf(target: string, init: string | undefined, visible: readonly Binding[]) {
  const plain = target.replace(/^this\.#?/, '')
  const same = visible.filter(({ name }) => name === plain && name !== target)
  if (same.length > 0) return [`${target} = ${plain};`]
  if (init === 'true' || init === 'false')
    return [`${target} = ${init === 'true' ? 'false' : 'true'};`]
  const others = visible.filter(({ name }) => name !== target).slice(-3)
  const assigned = others.map(({ name }) => `${target} = ${name};`)
  if (init !== undefined && /^-?\d+$/.test(init))
    return [`${target} += 1;`, `${target} -= 1;`, ...assigned]
  return assigned
}

/** `this.x = x` of a parameter that is not used. */
function unusedParameters(source: Source, { visible, block, parents }: Place): Statement[] {
  if (!isFunction(parents[0])) return []
  const isAboutThis = textOf(source, block).includes('this.')
  return visible.flatMap(({ name, unused: isUnused, scope }): Statement[] => {
    if (!isUnused || scope !== parents[0]) return []
    const field = `this.#${name}`
    const target = source.text.includes(`#${name}`) ? field : `this.${name}`
    if (target !== field && !isAboutThis) return []
    return [{ kind: 'unused parameter', within: block, texts: () => [`${target} = ${name};`] }]
  })
}

/** Collections that nothing is put into. */
function unfilledCollections(source: Source, bindings: readonly Binding[]): Statement[] {
  return source.nodes.flatMap(({ node, parents }): Statement[] => {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init) return []
    const { name, start } = node.id
    const method = { '[]': 'push', 'new Set()': 'add' }[textOf(source, node.init)]
    const scope = parents[1]
    if (method === undefined || !scope) return []
    const isFilled = new RegExp(
      `\\b${name}\\.(?:push|unshift|add|splice)\\(|\\b${name}\\[[^\\]]*\\] =`,
    )
    if (isFilled.test(textOf(source, scope))) return []
    const own = bindings.find(({ declaredAt }) => declaredAt === start)
    const texts = (visible: readonly Binding[]) =>
      own && visible.includes(own)
        ? visible
            .filter((binding) => binding !== own && binding.declaredAt > own.declaredAt)
            .map((binding) => `${name}.${method}(${binding.name});`)
        : []
    return [{ kind: 'unfilled collection', within: scope, texts }]
  })
}

function targetOf(source: Source, node: AnyNode): string[] {
  if (node.type === 'AssignmentExpression') return [textOf(source, node.left)]
  return node.type === 'UpdateExpression' ? [textOf(source, node.argument)] : []
}

function countMentions(source: Source): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { node } of source.nodes) {
    const name =
      node.type === 'Identifier'
        ? node.name
        : node.type === 'PrivateIdentifier'
          ? `#${node.name}`
          : undefined
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}
