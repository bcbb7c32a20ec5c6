import { parse } from 'acorn'
import type { VirtualFiles } from '../../files.ts'
import type { Packages } from './packages.ts'
import { readText } from './paths.ts'

export type Format = 'module' | 'commonjs' | 'json'

/** How Node runs a file: by its extension, its package's `type`, or else by its syntax. */
export function formatOf(path: string, files: VirtualFiles, packages: Packages): Format {
  if (path.endsWith('.mjs')) return 'module'
  if (path.endsWith('.cjs')) return 'commonjs'
  if (path.endsWith('.json')) return 'json'
  const { type } = packages.around(path) ?? {}
  if (type === 'module') return 'module'
  if (type === 'commonjs') return 'commonjs'
  return looksLikeModule(readText(files, path) ?? '') ? 'module' : 'commonjs'
}

const MODULE_WORD = /\b(?:import|export|await)\b/

/** Node 20.19 and later run a file without a `type` as a module if only that makes its syntax valid. */
export function looksLikeModule(source: string): boolean {
  if (!MODULE_WORD.test(source)) return false
  if (parses(source, 'script')) return false
  return parses(source, 'module')
}

function parses(source: string, sourceType: 'script' | 'module'): boolean {
  try {
    parse(source, {
      ecmaVersion: 'latest',
      sourceType,
      allowHashBang: true,
      allowReturnOutsideFunction: sourceType === 'script',
    })
    return true
  } catch {
    return false
  }
}
