import { operators, testOnlyOperators } from '../bugs/index.ts'
import type { RepairTask, Split } from '../tasks/format.ts'
import { librarySplits, loadLibrary } from '../tasks/library.ts'
import type { LibraryTests } from '../tasks/open.ts'
import { type GenerateOptions, generate } from './generate.ts'

export interface BuiltinOptions extends Omit<GenerateOptions, 'operators' | 'split'> {
  readonly libraries: readonly string[]
}

/** The tasks of built-in libraries, and the tests of each library. */
export interface Builtin {
  readonly tasks: readonly RepairTask[]
  readonly tests: LibraryTests
}

/** Makes tasks of built-in libraries, each with the operators of its split. */
export async function generateBuiltin({ libraries, ...options }: BuiltinOptions): Promise<Builtin> {
  const tasks: RepairTask[] = []
  const tests: Record<string, readonly string[]> = {}
  for (const name of libraries) {
    const library = await loadLibrary(name)
    const split = librarySplits[name as keyof typeof librarySplits]
    const made = await generate(library, { ...options, split, operators: operatorsOf(split) })
    tasks.push(...made.tasks)
    tests[name] = made.tests
  }
  return { tasks, tests }
}

function operatorsOf(split: Split) {
  return split === 'test'
    ? operators
    : operators.filter(({ name }) => !testOnlyOperators.includes(name))
}
