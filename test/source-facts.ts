import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/** What the architecture test needs to know of one source file. */
export interface SourceFacts {
  /** Path from the repository's root. */
  readonly path: string
  readonly imports: readonly ImportFact[]
  /** Reads of randomness or time from outside: `Math.random` and the like. */
  readonly impurities: readonly string[]
}

export interface ImportFact {
  /** A package's name, or the path of a file from the repository's root. */
  readonly target: string
  readonly kind: 'static' | 'dynamic' | 'type'
}

const SKIPPED = ['node_modules', 'dist', 'libraries', 'guest', 'coverage']
const IMPURE = ['Math.random', 'Date.now', 'performance.now', 'crypto.randomUUID', 'process.hrtime']

/** Facts of every TypeScript file in a folder. */
export function readSources(root: string, folder: string): readonly SourceFacts[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return SKIPPED.includes(entry.name) ? [] : readSources(root, path)
    return /\.tsx?$/.test(path) ? [factsOf(path, readFileSync(join(root, path), 'utf8'))] : []
  })
}

export function factsOf(path: string, text: string): SourceFacts {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  const imports: ImportFact[] = []
  const impurities: string[] = []
  const add = (specifier: ts.Node | undefined, kind: ImportFact['kind']) => {
    if (specifier && ts.isStringLiteral(specifier)) {
      imports.push({ target: targetOf(path, specifier.text), kind })
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const erased = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      add(node.moduleSpecifier, erased ? 'type' : 'static')
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static')
    } else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'type')
    } else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], 'dynamic')
      if (node.expression.getText(file) === 'Date') impurities.push('Date()')
    } else if (ts.isPropertyAccessExpression(node)) {
      const name = node.getText(file).replace(/^globalThis\./, '')
      if (IMPURE.includes(name)) impurities.push(name)
    } else if (ts.isNewExpression(node)) {
      const now = node.expression.getText(file) === 'Date' && !node.arguments?.length
      if (now) impurities.push('new Date()')
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { path, imports, impurities }
}

function targetOf(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return join(dirname(from), specifier)
  const [scope = '', name = ''] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}
