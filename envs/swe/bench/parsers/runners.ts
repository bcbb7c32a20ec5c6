import { shellWord } from '../../../../core/shell-quote.ts'
import { parseCargo } from './cargo.ts'
import { parseGo } from './go.ts'
import { parseJest } from './jest.ts'
import type { Language } from './language.ts'
import { parseMocha } from './mocha.ts'
import { parsePytest } from './pytest.ts'
import type { LogParser } from './statuses.ts'
import { parseMochaTap, parseNodeTap, parseTapeTap } from './tap.ts'
import { cargoTargets, goPackages, pythonModules } from './test-files.ts'
import { parseUnittest } from './unittest.ts'
import { parseVitest } from './vitest.ts'

/** How the tests of a repository are run, and how what that prints is read. */
export interface Runner {
  readonly language: Language
  readonly parse: LogParser
  /** A shell command that runs the files, or all tests where there are none. */
  command(files: readonly string[]): string
}

const npx = 'npx --no-install'

/** The runners by the name that `log_parser` gives. */
export const runners = {
  'pytest-rA': {
    language: 'python',
    parse: parsePytest,
    command: (files) =>
      shell('python3 -m pytest -rA -v --color=no --tb=no -p no:cacheprovider', files),
  },
  unittest: {
    language: 'python',
    parse: parseUnittest,
    command: (files) =>
      files.length === 0
        ? 'python3 -m unittest discover -v'
        : shell('python3 -m unittest -v', pythonModules(files)),
  },
  'node-tap': {
    language: 'javascript',
    parse: parseNodeTap,
    command: (files) => shell('node --test --test-reporter=tap', files),
  },
  'tape-tap': {
    language: 'javascript',
    parse: parseTapeTap,
    command: (files) => shell(`${npx} tape`, files.length === 0 ? ['test/**/*.js'] : files),
  },
  'mocha-tap': {
    language: 'javascript',
    parse: parseMochaTap,
    command: (files) => shell(`${npx} mocha --reporter tap --no-color`, files),
  },
  mocha: {
    language: 'javascript',
    parse: parseMocha,
    command: (files) => shell(`${npx} mocha --reporter spec --no-color`, files),
  },
  jest: {
    language: 'javascript',
    parse: parseJest,
    command: (files) => shell(`${npx} jest --verbose --ci --colors=false`, files),
  },
  vitest: {
    language: 'javascript',
    parse: parseVitest,
    command: (files) => shell(`${npx} vitest run --reporter=verbose --no-color`, files),
  },
  go: {
    language: 'go',
    parse: parseGo,
    command: (files) => shell('go test -v', files.length === 0 ? ['./...'] : goPackages(files)),
  },
  cargo: {
    language: 'rust',
    parse: parseCargo,
    command: (files) => {
      const targets = cargoTargets(files) ?? []
      return [
        'cargo test --no-fail-fast',
        ...targets.map((name) => `--test ${shellWord(name)}`),
      ].join(' ')
    },
  },
} as const satisfies Record<string, Runner>

export type RunnerName = keyof typeof runners

/** The runner of a repository of which nothing but its language is known. */
export const defaultRunner: Readonly<Record<Language, RunnerName>> = {
  python: 'pytest-rA',
  javascript: 'node-tap',
  go: 'go',
  rust: 'cargo',
}

export function isRunnerName(name: string): name is RunnerName {
  return Object.hasOwn(runners, name)
}

const shell = (command: string, args: readonly string[]) =>
  [command, ...args.map(shellWord)].join(' ')
