import type { Identifier, Literal, Program } from 'acorn'
import { namesIn } from '../bugs/source.ts'
import type { Exported } from './read-module.ts'

/** One `import` or re-export, and the names it wants; `*` and side effects want none. */
export interface Imported {
  readonly from: string
  readonly names: readonly string[]
}

export function importsOf({ body }: Program): readonly Imported[] {
  return body.flatMap((node): Imported[] => {
    switch (node.type) {
      case 'ImportDeclaration': {
        const names = node.specifiers.flatMap((specifier) => {
          if (specifier.type === 'ImportDefaultSpecifier') return ['default']
          return specifier.type === 'ImportSpecifier' ? [nameOf(specifier.imported)] : []
        })
        return [{ from: String(node.source.value), names }]
      }
      case 'ExportNamedDeclaration': {
        if (!node.source) return []
        const names = node.specifiers.map(({ local }) => nameOf(local))
        return [{ from: String(node.source.value), names }]
      }
      case 'ExportAllDeclaration':
        return [{ from: String(node.source.value), names: [] }]
      default:
        return []
    }
  })
}

export function exportsOf({ body }: Program): Exported {
  const names = new Set<string>()
  const allOf: string[] = []
  for (const node of body) {
    if (node.type === 'ExportDefaultDeclaration') names.add('default')
    if (node.type === 'ExportAllDeclaration') {
      if (node.exported) names.add(nameOf(node.exported))
      else allOf.push(String(node.source.value))
    }
    if (node.type !== 'ExportNamedDeclaration') continue
    for (const { exported } of node.specifiers) names.add(nameOf(exported))
    const { declaration } = node
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id } of declaration.declarations) for (const name of namesIn(id)) names.add(name)
    } else if (declaration) {
      names.add(declaration.id.name)
    }
  }
  return { names, allOf }
}

const nameOf = (node: Identifier | Literal): string =>
  node.type === 'Identifier' ? node.name : String(node.value)
