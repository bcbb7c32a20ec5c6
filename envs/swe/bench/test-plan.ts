import { ConfigError } from '../../../core/index.ts'
import type { Instance } from './instances/index.ts'
import {
  defaultRunner,
  isRunnerName,
  type LogParser,
  parserNamed,
  parserOfRepository,
  type RunnerName,
  runners,
} from './parsers/index.ts'

/** How the tests of an instance are run and read. */
export interface TestPlan {
  /** A shell command for the root of the repository. */
  readonly command: string
  readonly parse: LogParser
  /** Undefined where the instance brings its own command and nothing tells what it runs. */
  readonly runner: RunnerName | undefined
}

/** What stands in a command, and the runner it is; the more special first. */
const COMMANDS: readonly (readonly [RegExp, RunnerName])[] = [
  [/\bvitest\b/, 'vitest'],
  [/\bjest\b/, 'jest'],
  [/\bmocha\b.*(?:-R|--reporter)[ =]tap\b/, 'mocha-tap'],
  [/\bmocha\b/, 'mocha'],
  [/\btape\b/, 'tape-tap'],
  [/\bnode\b.* --test\b/, 'node-tap'],
  [/\bgo test\b/, 'go'],
  [/\bcargo test\b/, 'cargo'],
  [/\bunittest\b|\bruntests\.py\b/, 'unittest'],
  [/\bpytest\b|\bpy\.test\b/, 'pytest-rA'],
]

/** The runner behind a parser of SWE-bench. */
const PARSERS: readonly (readonly [RegExp, RunnerName])[] = [
  [/django/, 'unittest'],
  [/jest/, 'jest'],
  [/vitest/, 'vitest'],
  [/gotest/, 'go'],
  [/cargo/, 'cargo'],
  [/tap/, 'node-tap'],
  [/sympy/, 'pytest-rA'],
  [/^parse_log_/, 'pytest-rA'],
]

/**
 * Command and parser of an instance: its own fields first, then what SWE-bench has for the repository, then
 * what its command, the names of its tests and its language tell.
 * @throws ConfigError where none of them tells anything.
 */
export function testPlanOf(instance: Instance): TestPlan {
  const { testCommand, testFiles } = instance
  const parserName = parserNameOf(instance)
  const runner = isRunnerName(parserName) ? parserName : first(PARSERS, parserName)
  if (testCommand !== undefined) {
    return {
      command: testCommand,
      parse: parserNamed(parserName),
      runner: first(COMMANDS, testCommand) ?? runner,
    }
  }
  if (runner === undefined) throw unknown(instance)
  return { command: runners[runner].command(testFiles), parse: parserNamed(parserName), runner }
}

function parserNameOf(instance: Instance): string {
  const { logParser, repo, testCommand, language } = instance
  const named = logParser ?? parserOfRepository(repo)
  if (named !== undefined) return named
  const told = testCommand === undefined ? undefined : first(COMMANDS, testCommand)
  const runner = told ?? runnerOfNames(instance) ?? (language && defaultRunner[language])
  if (runner === undefined) throw unknown(instance)
  // Lists made with SWE-bench's parsers cut the names of pytest's tests at the first space.
  return runner === 'pytest-rA' && !testNames(instance).some((name) => /\s/.test(name))
    ? 'parse_log_pytest'
    : runner
}

const testNames = ({ failToPass, passToPass }: Instance) => [...failToPass, ...passToPass]

/** `test_a (pkg.module.Case)` is a name of unittest's. */
function runnerOfNames(instance: Instance): RunnerName | undefined {
  const isUnittest = testNames(instance).some((name) => /^test\w* \([\w.]+\)$/.test(name))
  return isUnittest ? 'unittest' : undefined
}

function first(
  table: readonly (readonly [RegExp, RunnerName])[],
  text: string,
): RunnerName | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1]
}

function unknown({ id }: Instance): ConfigError {
  return new ConfigError(
    `Cannot test instance ${id}: nothing tells how its tests are run (set test_cmd and log_parser, or language)`,
  )
}
