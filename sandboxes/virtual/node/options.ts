/** What a command line of `node` asks for. */
export interface NodeOptions {
  readonly mode: 'file' | 'eval' | 'print' | 'stdin' | 'test' | 'check' | 'version' | 'help'
  /** The program's text for `-e` and `-p`. */
  readonly code: string
  readonly isModule: boolean
  /** File to run, or the files and folders to test; then the program's own arguments. */
  readonly rest: readonly string[]
  readonly namePatterns: readonly string[]
  readonly isOnly: boolean
  readonly reporters: readonly string[]
  readonly destinations: readonly string[]
  readonly preload: readonly string[]
  /** Flags the program may see in `process.execArgv`. */
  readonly visibleFlags: readonly string[]
}

/** A flag Node does not know, or one without its value. */
export class BadOptionError extends Error {
  override readonly name = 'BadOptionError'
}

/** Accepted and without effect: there is nothing here for them to change. */
const IGNORED = new Set([
  '--enable-source-maps',
  '--no-warnings',
  '--trace-warnings',
  '--trace-uncaught',
  '--trace-deprecation',
  '--no-deprecation',
  '--throw-deprecation',
  '--preserve-symlinks',
  '--experimental-vm-modules',
  '--experimental-modules',
  '--experimental-json-modules',
  '--experimental-import-meta-resolve',
  '--experimental-detect-module',
  '--experimental-require-module',
  '--experimental-default-type=module',
  '--experimental-test-coverage',
  '--expose-gc',
  '--test-force-exit',
])
const IGNORED_WITH_VALUE = new Set([
  '--max-old-space-size',
  '--stack-size',
  '--stack-trace-limit',
  '--unhandled-rejections',
  '--test-concurrency',
  '--conditions',
  '-C',
])
const WITH_VALUE = new Set([
  '-e',
  '--eval',
  '-p',
  '--print',
  '-pe',
  '--input-type',
  '--test-name-pattern',
  '--test-reporter',
  '--test-reporter-destination',
  '-r',
  '--require',
  '--import',
])
/** Flags that say how results are reported stay hidden from the program: they name where. */
const HIDDEN = new Set(['--test', '--test-reporter', '--test-reporter-destination'])

interface Draft {
  mode: NodeOptions['mode'] | undefined
  code: string
  isModule: boolean
  isOnly: boolean
  namePatterns: string[]
  reporters: string[]
  destinations: string[]
  preload: string[]
  visibleFlags: string[]
}

/** @throws BadOptionError */
export function parseOptions(args: readonly string[]): NodeOptions {
  const draft: Draft = {
    mode: undefined,
    code: '',
    isModule: false,
    isOnly: false,
    namePatterns: [],
    reporters: [],
    destinations: [],
    preload: [],
    visibleFlags: [],
  }
  let index = 0
  while (index < args.length) {
    const arg = args[index] ?? ''
    if (!arg.startsWith('-') || arg === '-') break
    index++
    if (arg === '--') break
    index += applyFlag(draft, arg, args[index])
  }
  const rest = args.slice(index)
  return { ...draft, rest: rest[0] === '-' ? rest.slice(1) : rest, mode: modeOf(draft, rest) }
}

function modeOf(draft: Draft, rest: readonly string[]): NodeOptions['mode'] {
  if (draft.mode === 'check' && rest.length === 0) {
    throw new BadOptionError('node: --check requires a file')
  }
  if (draft.mode !== undefined) return draft.mode
  return rest.length > 0 && rest[0] !== '-' ? 'file' : 'stdin'
}

/** Returns how many more arguments the flag took. */
function applyFlag(draft: Draft, arg: string, next: string | undefined): number {
  const equals = arg.startsWith('--') ? arg.indexOf('=') : -1
  const name = equals < 0 ? arg : arg.slice(0, equals)
  const inline = equals < 0 ? undefined : arg.slice(equals + 1)
  if (IGNORED.has(arg) || (IGNORED_WITH_VALUE.has(name) && inline !== undefined)) {
    draft.visibleFlags.push(arg)
    return 0
  }
  if (IGNORED_WITH_VALUE.has(name)) {
    draft.visibleFlags.push(arg, requireValue(arg, next))
    return 1
  }
  const value = inline ?? next
  if (WITH_VALUE.has(name)) {
    applyValue(draft, name, requireValue(name, value))
    const taken = inline === undefined ? 1 : 0
    if (!HIDDEN.has(name)) draft.visibleFlags.push(arg, ...(taken === 1 ? [value ?? ''] : []))
    return taken
  }
  applySwitch(draft, arg)
  if (!HIDDEN.has(arg)) draft.visibleFlags.push(arg)
  return 0
}

function requireValue(name: string, value: string | undefined): string {
  if (value === undefined) throw new BadOptionError(`node: ${name} requires an argument`)
  return value
}

function applySwitch(draft: Draft, arg: string): void {
  switch (arg) {
    case '--test':
      draft.mode = 'test'
      break
    case '--test-only':
      draft.isOnly = true
      break
    case '--check':
    case '-c':
      draft.mode = 'check'
      break
    case '--version':
    case '-v':
      draft.mode = 'version'
      break
    case '--help':
    case '-h':
      draft.mode = 'help'
      break
    default:
      throw new BadOptionError(`node: bad option: ${arg}`)
  }
}

function applyValue(draft: Draft, name: string, value: string): void {
  switch (name) {
    case '-e':
    case '--eval':
      draft.mode = 'eval'
      draft.code = value
      break
    case '-p':
    case '-pe':
    case '--print':
      draft.mode = 'print'
      draft.code = value
      break
    case '--input-type':
      draft.isModule = value === 'module'
      break
    case '--test-name-pattern':
      draft.namePatterns.push(value)
      break
    case '--test-reporter':
      draft.reporters.push(value)
      break
    case '--test-reporter-destination':
      draft.destinations.push(value)
      break
    default:
      draft.preload.push(value)
  }
}
