import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  /** Resolves once standard error holds the text. */
  said(text: string): Promise<void>
  readonly finished: Promise<Finished>
}

/** The program from source, as its own process. */
export function startPalaestra(...argv: readonly string[]): Running {
  return startPalaestraIn(root, ...argv)
}

/** The same in another folder, which must be inside the package. */
export function startPalaestraIn(cwd: string, ...argv: readonly string[]): Running {
  const main = join(root, 'cli/main.ts')
  const { FORCE_COLOR: _f, PALAESTRA_DEBUG: _d, ...env } = process.env
  const child = spawn(
    process.execPath,
    ['--conditions=palaestra-source', '--import', 'tsx', main, ...argv],
    { cwd, env: { ...env, NO_COLOR: '1' } },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  const watchers = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    for (const look of watchers) look()
  })
  return {
    child,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (stderr.includes(text)) resolve()
        }
        watchers.add(look)
        look()
        child.on('close', () => reject(new Error(`It ended without saying ${text}: ${stderr}`)))
      }),
    finished: new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => resolve({ code, stdout, stderr }))
    }),
  }
}

export function palaestra(...argv: readonly string[]): Promise<Finished> {
  return startPalaestra(...argv).finished
}

/** A folder inside the package, where `import 'palaestra'` is the source; gone when the test is over. */
export async function folderWith(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const parent = join(root, '.palaestra')
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

/** Source of an env that is solved by its only step, after `body` ran. */
export function envSource(body: string): string {
  return `import { setTimeout as sleep } from 'node:timers/promises'
import { defineEnv, text } from 'palaestra'
import { solved } from 'palaestra/rewards'

console.log('a word of the env on standard output')

export const own = defineEnv({
  id: 'test/Own-v0',
  state: 'resource',
  observationSpace: text(),
  actionSpace: text(),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 5,
  reset: () => ({ state: { ms: 40 }, observation: 'go' }),
  async step({ ms }) {
    ${body}
    return { observation: 'done', signals: { solved: ms > 0 }, terminated: true }
  },
})
export { sleep }
`
}

/** For the body of a step: from the `n`th on, it says that it waits, and waits for the first Ctrl-C. */
export const waitingFrom = (n: number) => `
    globalThis.steps = (globalThis.steps ?? 0) + 1
    if (globalThis.steps >= ${n}) {
      console.error('it waits')
      await (globalThis.interrupted ??= new Promise((resolve) => process.once('SIGINT', resolve)))
    }`
