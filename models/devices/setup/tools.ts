import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { run, SetupError } from './steps.ts'

/** Programs the set-up needs, all of them found before anything is fetched. */
export interface Tools {
  readonly python: string
  /** Scripts for Node. */
  readonly npm: string
  readonly nodeGyp: string
  /** Where Node's headers are, if they came with it; else node-gyp fetches them. */
  readonly nodeHeaders: string | null
}

/** @throws SetupError that names the first one missing and the package that has it. */
export async function findTools(signal: AbortSignal): Promise<Tools> {
  if (process.platform !== 'linux') {
    throw new SetupError(
      `its libraries are fetched for Linux only, and this is ${process.platform} (use engine onnx)`,
    )
  }
  const works = (command: string, ...args: readonly string[]) =>
    run(command, args, { signal }).then(
      () => true,
      () => false,
    )
  const needs = [
    { what: 'Python 3', args: ['python3', '--version'], install: 'python3' },
    { what: 'pip', args: ['python3', '-m', 'pip', '--version'], install: 'python3-pip' },
    { what: 'make', args: ['make', '--version'], install: 'make' },
    { what: 'a C++ compiler', args: ['g++', '--version'], install: 'g++' },
  ] as const
  for (const { what, args, install } of needs) {
    const [command, ...rest] = args
    const found = await works(command, ...rest)
    signal.throwIfAborted()
    if (!found) {
      throw new SetupError(`${what} is missing (Debian: apt-get install ${install})`)
    }
  }
  const npm = findNpm()
  return { python: 'python3', npm, nodeGyp: nodeGypOf(npm), nodeHeaders: findHeaders() }
}

/** npm's own program: of the npm that started this one, beside this Node, or on the PATH. */
function findNpm(): string {
  const { npm_execpath: running = '', PATH = '' } = process.env
  const candidates = [
    running,
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
    ...PATH.split(delimiter).map((folder) => join(folder, 'npm')),
  ]
  for (const candidate of candidates) {
    if (!existsSync(candidate)) continue
    const file = realpathSync(candidate)
    if (file.endsWith('npm-cli.js')) return file
  }
  throw new SetupError('npm is missing (install it with Node)')
}

/** npm brings node-gyp along; Debian's npm has it beside itself. */
function nodeGypOf(npm: string): string {
  try {
    return createRequire(npm).resolve('node-gyp/bin/node-gyp.js')
  } catch {
    throw new SetupError(`node-gyp is missing beside ${npm} (Debian: apt-get install node-gyp)`)
  }
}

function findHeaders(): string | null {
  const folder = join(dirname(realpathSync(process.execPath)), '..')
  return existsSync(join(folder, 'include/node/node_api.h')) ? folder : null
}
