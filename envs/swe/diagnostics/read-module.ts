import { createHash } from 'node:crypto'
import { type Program, parse } from 'acorn'
import type { ModuleFormat } from '../grading/guard.ts'
import { exportsOf, type Imported, importsOf } from './module-names.ts'
import { nameProblems } from './name-problems.ts'
import { unreachableIn } from './unreachable.ts'

/** What a module's text alone tells. */
export interface ModuleFacts {
  readonly syntaxError: string | undefined
  readonly imports: readonly Imported[]
  /** Undefined where it takes running the module to know: CommonJS. */
  readonly exports: Exported | undefined
  readonly problems: readonly string[]
}

export interface Exported {
  readonly names: ReadonlySet<string>
  /** Modules all of whose names it exports, too. */
  readonly allOf: readonly string[]
}

/** Texts come again with every measurement of an episode, and with every episode of a library. */
const known = new Map<string, ModuleFacts>()
const MOST_KNOWN = 4096

export function readModule(text: string, format: ModuleFormat): ModuleFacts {
  const key = createHash('sha256').update(format).update(text).digest('base64')
  const found = known.get(key)
  if (found) return found
  const facts = factsOf(text, format)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, facts)
  return facts
}

function factsOf(text: string, format: ModuleFormat): ModuleFacts {
  let program: Program
  try {
    program = parseModule(text, format)
  } catch (error) {
    const syntaxError = error instanceof Error ? error.message : String(error)
    return { syntaxError, imports: [], exports: undefined, problems: [] }
  }
  return {
    syntaxError: undefined,
    imports: importsOf(program),
    exports: format === 'module' ? exportsOf(program) : undefined,
    problems: [...nameProblems(program, format), ...unreachableIn(program)],
  }
}

function parseModule(text: string, format: ModuleFormat): Program {
  return parse(text, {
    ecmaVersion: 2024,
    sourceType: format === 'module' ? 'module' : 'script',
    allowReturnOutsideFunction: format === 'commonjs',
    ranges: true,
    locations: true,
  })
}
