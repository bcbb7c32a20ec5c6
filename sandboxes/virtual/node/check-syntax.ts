import { parse } from 'acorn'
import { NODE_VERSION } from './host-functions.ts'
import { formatOf } from './modules/format.ts'
import { createPackages } from './modules/packages.ts'
import { readText, resolvePath } from './modules/paths.ts'
import type { NodeRequest, NodeResult } from './run-node.ts'

/** `node --check`: parses a file without running it. */
export function checkSyntax({ files, cwd }: NodeRequest, name: string): NodeResult {
  const path = resolvePath(cwd, name)
  const source = readText(files, path)
  if (source === undefined) {
    return {
      exitCode: 1,
      stdout: '',
      stderr: `Error: Cannot find module '${path}'\n\nNode.js ${NODE_VERSION}\n`,
    }
  }
  const isModule = formatOf(path, files, createPackages(files)) === 'module'
  try {
    parse(source, {
      ecmaVersion: 'latest',
      sourceType: isModule ? 'module' : 'script',
      allowHashBang: true,
      allowReturnOutsideFunction: !isModule,
    })
    return { exitCode: 0, stdout: '', stderr: '' }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { exitCode: 1, stdout: '', stderr: syntaxReport(error, path, source) }
  }
}

function syntaxReport(error: SyntaxError, path: string, source: string): string {
  const { line, column } = positionOf(error)
  const message = error.message.replace(/ \(\d+:\d+\)$/, '')
  const text = source.split('\n')[line - 1] ?? ''
  return `${path}:${line}\n${text}\n${' '.repeat(column)}^\n\nSyntaxError: ${message}\n\nNode.js ${NODE_VERSION}\n`
}

function positionOf(error: SyntaxError): { line: number; column: number } {
  const place: unknown = Reflect.get(error, 'loc')
  if (typeof place !== 'object' || place === null) return { line: 1, column: 0 }
  return { line: Number(Reflect.get(place, 'line')), column: Number(Reflect.get(place, 'column')) }
}
