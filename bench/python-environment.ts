import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = 'node_modules/.cache/palaestra-peers'

/** Installs Python packages once, in a virtual environment of their own; gives its interpreter. */
export function pythonWith(
  name: string,
  packages: readonly string[],
  options: readonly string[] = [],
): string {
  const folder = join(FOLDER, name)
  const python = join(folder, 'bin/python')
  const done = join(folder, `${packages.join(' ').replaceAll(/[^\w. =+-]/g, '')}.installed`)
  if (existsSync(done)) return python
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  run('python3', ['-m', 'venv', folder])
  const quickly = ['--quiet', '--retries', '0', '--timeout', '20', '--disable-pip-version-check']
  run(python, ['-m', 'pip', 'install', ...quickly, ...options, ...packages])
  writeFileSync(done, '')
  return python
}

/** The last line of what a command said: pip explains itself at length. */
export function reasonOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string }
  const said = (stderr ?? '').split('\n').filter((line) => line.startsWith('ERROR'))
  return said.at(-1)?.replace(/^ERROR: /, '') ?? message.split('\n')[0] ?? ''
}
