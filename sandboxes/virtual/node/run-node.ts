import type { Budget, VirtualClock } from '../clock.ts'
import type { VirtualFiles } from '../files.ts'
import { checkSyntax } from './check-syntax.ts'
import { isBuiltin } from './guest.ts'
import { NODE_VERSION } from './host-functions.ts'
import { looksLikeModule } from './modules/format.ts'
import { createPackages } from './modules/packages.ts'
import { resolvePath } from './modules/paths.ts'
import { createResolver } from './modules/resolve.ts'
import { BadOptionError, type NodeOptions, parseOptions } from './options.ts'
import { type Program, runProgram } from './program.ts'
import { ownReport, runTests } from './test-run.ts'
import { lastMessage } from './uncaught.ts'

/** One invocation of the `node` command inside the virtual sandbox. */
export interface NodeRequest {
  /** Everything after `node`: flags, file, arguments. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly stdin: string
  readonly files: VirtualFiles
  readonly clock: VirtualClock
  readonly budget: Budget
  readonly memoryMiB: number
  /** Bytes of stdout and stderr (each) kept; the rest is dropped while running. */
  readonly maxOutputBytes: number
}

export interface NodeResult {
  /** 124 when the budget ran out, 134 when memory did; otherwise as real Node. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

const BAD_OPTION = 9
const EXEC_PATH = '/usr/local/bin/node'

/** Runs the `node` command on the virtual files, in simulated time, within the budget. */
export async function runNode(request: NodeRequest): Promise<NodeResult> {
  let options: NodeOptions
  try {
    options = parseOptions(request.args)
  } catch (error) {
    if (!(error instanceof BadOptionError)) throw error
    return { exitCode: BAD_OPTION, stdout: '', stderr: `${error.message}\n` }
  }
  switch (options.mode) {
    case 'version':
      return { exitCode: 0, stdout: `${NODE_VERSION}\n`, stderr: '' }
    case 'help':
      return {
        exitCode: 0,
        stdout: 'Usage: node [options] [ script.js ] [arguments]\n',
        stderr: '',
      }
    case 'test':
      return runTests(request, options)
    case 'check':
      return checkSyntax(request, options.rest[0] ?? '')
    case 'file':
      return runFile(request, options)
    default:
      return runText(request, options)
  }
}

async function runFile(request: NodeRequest, options: NodeOptions): Promise<NodeResult> {
  const [name = '', ...args] = options.rest
  const path = mainPath(request, name)
  if (path === undefined) return noSuchFile(resolvePath(request.cwd, name))
  return run(request, options, { kind: 'file', source: path, argv: [EXEC_PATH, path, ...args] })
}

/** The main file may leave out its extension, or be a folder with an `index.js`. */
function mainPath({ files, cwd }: NodeRequest, name: string): string | undefined {
  const resolver = createResolver({ files, packages: createPackages(files), isBuiltin })
  try {
    return resolver.resolve(resolvePath(cwd, name), `${cwd}/main`, true)
  } catch {
    return undefined
  }
}

function noSuchFile(path: string): NodeResult {
  const stderr = [
    'node:internal/modules/cjs/loader:1210',
    '  throw err;',
    '  ^',
    '',
    `Error: Cannot find module '${path}'`,
    '    at node:internal/main/run_main_module:28:49 {',
    "  code: 'MODULE_NOT_FOUND',",
    '  requireStack: []',
    '}',
    '',
    `Node.js ${NODE_VERSION}`,
    '',
  ]
  return { exitCode: 1, stdout: '', stderr: stderr.join('\n') }
}

async function runText(request: NodeRequest, options: NodeOptions): Promise<NodeResult> {
  const source = options.mode === 'stdin' ? request.stdin : options.code
  const isModule = options.isModule || (options.mode !== 'print' && looksLikeModule(source))
  const first = options.mode === 'stdin' ? [EXEC_PATH, '-'] : [EXEC_PATH]
  return run(options.mode === 'stdin' ? { ...request, stdin: '' } : request, options, {
    kind: isModule ? 'module-text' : 'text',
    source,
    argv: [...first, ...options.rest],
  })
}

async function run(
  request: NodeRequest,
  options: NodeOptions,
  main: Pick<Program, 'kind' | 'source' | 'argv'>,
): Promise<NodeResult> {
  const start = request.clock.now()
  const { events, exitCode, ending, hasTests } = await runProgram(request, {
    ...main,
    execArgv: options.visibleFlags,
    env: request.env,
    preload: options.preload,
    namePatterns: options.namePatterns,
    isOnly: options.isOnly,
    printsResult: options.mode === 'print',
  })
  const output = { stdout: '', stderr: '' }
  for (const event of events) if (event.type === 'output') output[event.stream] += event.text
  if (hasTests) output.stdout += ownReport(events, request.clock.now() - start)
  return {
    exitCode,
    stdout: output.stdout,
    stderr: output.stderr + lastMessage(ending, request.files),
  }
}
