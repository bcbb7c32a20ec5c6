import { isTestPath, type Language } from '../parsers/index.ts'

/** Why a path is no source: it decides what is tested, or how. */
export type Protection =
  | 'test'
  | 'runner configuration'
  | 'dependencies'
  | 'package metadata'
  | 'build script'
  | 'hidden file'
  | 'generated file'

const names = (...words: string[]) => new RegExp(`^(?:${words.join('|')})$`, 'i')

const COMMON: readonly (readonly [Protection, RegExp])[] = [
  ['runner configuration', names('makefile', 'justfile', 'dockerfile', 'docker-compose.*')],
]

/** Rules over the last part of a path. */
const FILES: Readonly<Record<Language, readonly (readonly [Protection, RegExp])[]>> = {
  python: [
    ['test', names('conftest\\.py', 'doctest.*\\.py')],
    [
      'runner configuration',
      names(
        'pytest\\.(?:ini|toml)',
        'tox\\.(?:ini|toml)',
        'noxfile\\.py',
        'pyproject\\.toml',
        'setup\\.cfg',
        'hypothesis\\.ini',
        'runtests\\.py',
      ),
    ],
    ['generated file', names('.*\\.py[cod]', '.*\\.pth', '(?:site|user)customize\\.py')],
    ['package metadata', names('setup\\.py', 'manifest\\.in')],
    [
      'dependencies',
      names(
        '(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\\.(?:txt|in)',
        'pipfile(?:\\.lock)?',
        '(?:poetry|uv|pdm)\\.lock',
        'environment\\.ya?ml',
      ),
    ],
  ],
  javascript: [
    [
      'runner configuration',
      names(
        '(?:jest|vitest|vite|ava|karma|playwright|cypress|wdio|babel|tap|nyc|mocha|web-test-runner)\\.(?:config|conf|setup|workspace|opts)(?:\\..*)?',
        '(?:jest|vitest|mocha|test)[-_.]?(?:setup|globals?)\\..*',
        'setup[-_.]?tests?\\..*',
        'mocha\\.opts',
        '[tj]sconfig(?:\\..*)?\\.json',
        '(?:grunt|gulp)file\\..*',
      ),
    ],
    ['package metadata', names('package\\.json')],
    [
      'dependencies',
      names(
        'package-lock\\.json',
        'npm-shrinkwrap\\.json',
        'yarn\\.lock',
        'pnpm-(?:lock|workspace)\\.ya?ml',
        'bun\\.lockb?',
        'lerna\\.json',
      ),
    ],
  ],
  go: [['dependencies', names('go\\.(?:mod|sum|work)', 'go\\.work\\.sum')]],
  rust: [
    ['package metadata', names('cargo\\.toml')],
    ['dependencies', names('cargo\\.lock', 'rust-toolchain(?:\\.toml)?')],
    ['build script', names('build\\.rs')],
    ['runner configuration', names('nextest\\.toml')],
  ],
}

/** Rules over folders. */
const FOLDERS: Readonly<Record<Language, RegExp>> = {
  python: /(?:^|\/)(?:__pycache__|site-packages|[^/]+\.(?:egg|dist)-info)\//i,
  javascript: /(?:^|\/)(?:node_modules|bower_components)\//i,
  go: /(?:^|\/)vendor\//,
  rust: /(?:^|\/)(?:target|vendor)\//,
}

/** Modules that runners import: a file of that name in the root would come before the real one. */
const SHADOWS: Readonly<Record<Language, RegExp>> = {
  python:
    /^(?:src\/)?(?:_?pytest\w*|pluggy|iniconfig|unittest|doctest|xdist|coverage|py|sys|os|builtins|importlib)(?:\.py$|\/)/,
  javascript: /^(?!)/,
  go: /^(?!)/,
  rust: /^(?!)/,
}

/** What keeps a path out of grading, or undefined for a source. */
export function protectionOf(
  path: string,
  language: Language,
  isNew: boolean,
): Protection | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (path.split('/').some((part) => part.startsWith('.'))) return 'hidden file'
  if (FOLDERS[language].test(path)) return 'generated file'
  const rule = [...FILES[language], ...COMMON].find(([, pattern]) => pattern.test(name))
  if (rule) return rule[0]
  if (isTestPath(path, language)) return 'test'
  return isNew && SHADOWS[language].test(path) ? 'runner configuration' : undefined
}
