import type { Program } from 'acorn'
import { analyze, type Scope, type Variable } from 'eslint-scope'
import { isGlobal } from '../builtin-names.ts'
import type { ModuleFormat } from '../grading/guard.ts'
import { exportsOf } from './module-names.ts'

/** Names that nobody declares, constants that are assigned, and variables that nobody reads. */
export function nameProblems(program: Program, format: ModuleFormat): readonly string[] {
  const isModule = format === 'module'
  const manager = analyze(program as never, {
    ecmaVersion: 2022,
    sourceType: isModule ? 'module' : 'commonjs',
  })
  const exported = new Set(exportedNames(program))
  const global = manager.globalScope
  const undeclared = (global?.through ?? []).flatMap(({ identifier }) => {
    const { name } = identifier as { name: string }
    return isGlobal(name) ? [] : [`${name} is not declared`]
  })
  const own = manager.scopes.flatMap((scope) =>
    scope.variables.flatMap((variable) => [
      ...assignedConstant(variable),
      ...(isUnread(scope, variable) && !(isTop(scope) && exported.has(variable.name))
        ? [`${variable.name} is never read`]
        : []),
    ]),
  )
  return [...new Set(undeclared), ...own]
}

const isTop = ({ type }: Scope) => type === 'module' || type === 'global'

function assignedConstant({ name, defs, references }: Variable): readonly string[] {
  const isFixed = defs.some(
    ({ type, parent }) =>
      type === 'ImportBinding' ||
      (type === 'Variable' && (parent as { kind?: string } | null)?.kind === 'const'),
  )
  const isAssigned = references.some((reference) => reference.isWrite() && !reference.init)
  return isFixed && isAssigned ? [`${name} is constant, and assigned`] : []
}

/** Parameters and what is caught may go unread. */
function isUnread(scope: Scope, { name, defs, references }: Variable): boolean {
  const [definition] = defs
  if (!definition || !/^(?:Variable|ImportBinding|FunctionName|ClassName)$/.test(definition.type)) {
    return false
  }
  // The name inside of a function's or class's own expression.
  if (scope.type === 'function-expression-name') return false
  if (scope.type === 'class' && scope.block.type.startsWith('Class')) return false
  return name !== 'arguments' && !references.some((reference) => reference.isRead())
}

/** What a module offers is read elsewhere. */
function exportedNames(program: Program): readonly string[] {
  const byDefault = program.body.flatMap((node) => {
    if (node.type !== 'ExportDefaultDeclaration') return []
    const { declaration } = node
    return 'id' in declaration && declaration.id ? [declaration.id.name] : []
  })
  return [...exportsOf(program).names, ...byDefault]
}
