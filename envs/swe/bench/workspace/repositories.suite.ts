import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { SandboxPlace } from '../../workspace.ts'
import type { RepositorySource } from '../instances/index.ts'
import { readInstance } from '../instances/instance.ts'
import type { LocatedInstance } from './index.ts'

export const bubblewrap: SandboxPlace = { kind: 'bubblewrap', unsafeProcess: false }

/** This machine's git, with no settings of a user. */
export function shell(folder: string, command: string): string {
  return execFileSync('sh', ['-c', command], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()
}

export function writeTree(folder: string, files: Readonly<Record<string, string | Uint8Array>>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** An instance whose repository is this one. */
export function located(
  repository: RepositorySource,
  fields: Readonly<Record<string, unknown>> = {},
): LocatedInstance {
  const row = {
    instance_id: 'acme__thing-1',
    repo: 'acme/thing',
    problem_statement: 'It fails.',
    FAIL_TO_PASS: ['test_a'],
    ...fields,
  }
  return { instance: readInstance(row), repository }
}
