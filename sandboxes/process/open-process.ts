import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../../core/errors.ts'
import { checkFolders } from '../folders.ts'
import { driverFolder } from '../host/driver-folder.ts'
import { gitSettings } from '../host/git-settings.ts'
import { openHostSandbox } from '../host/host-sandbox.ts'
import { languageCommands, parseCommands } from '../host/language-commands.ts'
import { killMarked } from '../host/processes.ts'
import { limitsOf } from '../limits.ts'
import type { SandboxSettings } from '../open-sandbox.ts'
import type { Sandbox } from '../sandbox.ts'
import { startProcess } from './start-process.ts'

const KIND = 'process'

/** What nobody should learn from an accident. */
export const UNPROTECTED =
  'Commands run unprotected, as you: they can read and change all your files, see your processes and use the network. Time, output, the size of files and the memory of each process are limited.'

const defaults = { fileBytes: 2 ** 30, memoryMiB: 1024 }

/** Opens a folder of this machine in which commands run as ordinary processes. */
export async function openProcess(options: SandboxSettings = {}): Promise<Sandbox> {
  if (options.unsafeProcess !== true) {
    throw new ConfigError(
      `Cannot open a process sandbox: it protects nothing (choose another kind, or say so with unsafeProcess: true, --unsafe-process)`,
    )
  }
  if (process.platform !== 'linux') {
    throw new ConfigError(
      `Cannot open a process sandbox: it needs Linux, and this is ${process.platform} (choose another kind)`,
    )
  }
  const [folder] = checkFolders(options.folders)
  if (folder !== undefined) {
    throw new ConfigError(
      `Cannot open a process sandbox with the folder ${folder}: it would be one of this machine (choose another kind)`,
    )
  }
  const { fileBytes, memoryMiB } = limitsOf(KIND, defaults, options.limits)
  warnOnce()
  commands ??= findCommands()
  const found = await commands
  return openHostSandbox(
    {
      kind: KIND,
      fileBytes,
      identity: undefined,
      capabilities: {
        deterministic: false,
        network: 'open',
        isolated: false,
        memoryLimit: true,
        limits: ['fileBytes', 'memoryMiB'],
        processes: true,
        commands: found,
      },
      pathsIn: (folder) => ({
        workspace: join(folder, 'workspace'),
        tmp: join(folder, 'tmp'),
        home: join(folder, 'home'),
      }),
      added: [],
      runnerFor(folder, marker) {
        let commandsRun = 0
        const environment = environmentIn(folder)
        const limits = { fileBytes, dataMiB: memoryMiB }
        return {
          start(request, streams) {
            const own = `${marker}/${commandsRun++}.`
            return startProcess({ ...request, environment, marker: own, limits, streams })
          },
          end: () => killMarked(`${marker}/`),
        }
      },
    },
    options.files,
  )
}

/** Of this program's variables only where programs are: keys and tokens stay here. */
function environmentIn(folder: string): Readonly<Record<string, string>> {
  return {
    HOME: join(folder, 'home'),
    TMPDIR: join(folder, 'tmp'),
    GIT_CONFIG_SYSTEM: gitConfig(),
    USER: 'user',
    LOGNAME: 'user',
    SHELL: '/bin/bash',
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    TERM: 'dumb',
  }
}

function gitConfig(): string {
  const path = join(driverFolder().path, 'gitconfig')
  if (!existsSync(path)) writeFileSync(path, gitSettings)
  return path
}

let isWarned = false

function warnOnce(): void {
  if (!isWarned) process.stderr.write(`${UNPROTECTED}\n`)
  isWarned = true
}

let commands: Promise<readonly string[]> | undefined

function findCommands(): Promise<readonly string[]> {
  return new Promise((resolve) => {
    execFile('/bin/bash', ['-c', languageCommands], (_error, stdout) =>
      resolve(parseCommands(stdout)),
    )
  })
}
