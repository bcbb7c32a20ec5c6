import { ConfigError, didYouMean } from '../../../../core/index.ts'
import { parseCargo } from './cargo.ts'
import { parseGo } from './go.ts'
import { parseJestLeaves } from './jest.ts'
import { parsePytestFirstWord, parsePytestMatplotlib, parsePytestOptions } from './pytest.ts'
import { isRunnerName, runners } from './runners.ts'
import type { LogParser } from './statuses.ts'
import { parseSympy } from './sympy.ts'
import { parsePlainTap } from './tap.ts'
import { parseUnittest } from './unittest.ts'
import { parseVitest } from './vitest.ts'

/** Parsers by SWE-bench's names: tests are named as its lists name them. */
const parsers: Readonly<Record<string, LogParser>> = {
  parse_log_pytest: parsePytestFirstWord,
  parse_log_pytest_v2: parsePytestFirstWord,
  parse_log_pytest_options: parsePytestOptions,
  parse_log_seaborn: parsePytestFirstWord,
  parse_log_matplotlib: parsePytestMatplotlib,
  parse_log_django: parseUnittest,
  parse_log_sympy: parseSympy,
  parse_log_jest: parseJestLeaves,
  parse_log_vitest: parseVitest,
  parse_log_tap: parsePlainTap,
  parse_log_gotest: parseGo,
  parse_log_cargo: parseCargo,
}

/** What SWE-bench calls the parsers above once more, by repository. */
const aliases: Readonly<Record<string, string>> = {
  parse_log_astroid: 'parse_log_pytest',
  parse_log_flask: 'parse_log_pytest',
  parse_log_marshmallow: 'parse_log_pytest',
  parse_log_pvlib: 'parse_log_pytest',
  parse_log_pyvista: 'parse_log_pytest',
  parse_log_sqlfluff: 'parse_log_pytest',
  parse_log_xarray: 'parse_log_pytest',
  parse_log_pydicom: 'parse_log_pytest_options',
  parse_log_requests: 'parse_log_pytest_options',
  parse_log_pylint: 'parse_log_pytest_options',
  parse_log_astropy: 'parse_log_pytest_v2',
  parse_log_scikit: 'parse_log_pytest_v2',
  parse_log_sphinx: 'parse_log_pytest_v2',
}

/** The parser SWE-bench uses for a repository. */
const repositories: Readonly<Record<string, string>> = {
  'astropy/astropy': 'parse_log_pytest_v2',
  'django/django': 'parse_log_django',
  'marshmallow-code/marshmallow': 'parse_log_pytest',
  'matplotlib/matplotlib': 'parse_log_matplotlib',
  'mwaskom/seaborn': 'parse_log_seaborn',
  'pallets/flask': 'parse_log_pytest',
  'psf/requests': 'parse_log_pytest_options',
  'pvlib/pvlib-python': 'parse_log_pytest',
  'pydata/xarray': 'parse_log_pytest',
  'pydicom/pydicom': 'parse_log_pytest_options',
  'pylint-dev/astroid': 'parse_log_pytest',
  'pylint-dev/pylint': 'parse_log_pytest_options',
  'pytest-dev/pytest': 'parse_log_pytest',
  'pyvista/pyvista': 'parse_log_pytest',
  'scikit-learn/scikit-learn': 'parse_log_pytest_v2',
  'sqlfluff/sqlfluff': 'parse_log_pytest',
  'sphinx-doc/sphinx': 'parse_log_pytest_v2',
  'sympy/sympy': 'parse_log_sympy',
  'babel/babel': 'parse_log_jest',
  'facebook/docusaurus': 'parse_log_jest',
  'vuejs/core': 'parse_log_vitest',
  'mrdoob/three.js': 'parse_log_tap',
  'axios/axios': 'parse_log_tap',
}

/** The name of the parser that SWE-bench has for a repository. */
export function parserOfRepository(repo: string): string | undefined {
  return Object.hasOwn(repositories, repo) ? repositories[repo] : undefined
}

/** Whether `parserNamed` knows the name. */
export function isParserName(name: string): boolean {
  return isRunnerName(name) || Object.hasOwn(parsers, name) || Object.hasOwn(aliases, name)
}

/**
 * The parser of a name: one of ours or one of SWE-bench's.
 * @throws ConfigError naming what is known.
 */
export function parserNamed(name: string): LogParser {
  if (isRunnerName(name)) return runners[name].parse
  const key = Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name
  const parser = Object.hasOwn(parsers, key) ? parsers[key] : undefined
  if (parser) return parser
  throw new ConfigError(`Cannot read test logs with ${name}: ${unknownParser(name)}`)
}

/** Why a name is no parser, and what to write instead. */
export function unknownParser(name: string): string {
  const known = [...Object.keys(runners), ...Object.keys(parsers), ...Object.keys(aliases)]
  return `no parser of that name (${didYouMean(name, known)})`
}
