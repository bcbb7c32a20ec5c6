import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'
import { commandIdentity, driverFolder, type Identity } from '../host/driver-folder.ts'
import { languageCommands, parseCommands } from '../host/language-commands.ts'
import { type CgroupParents, findCgroups, makeCgroup, reapCgroups } from './cgroups.ts'
import { nodeRuntime } from './node-runtime.ts'
import { systemFolders } from './system-folders.ts'

/** What of bubblewrap this machine has. */
export interface Machine {
  readonly bwrap: string
  readonly identity: Identity | undefined
  readonly cgroups: CgroupParents | undefined
  readonly canDisableNamespaces: boolean
  readonly commands: readonly string[]
  readonly cores: number
}

let found: Promise<Machine | string> | undefined

/** What this machine has, or why bubblewrap does not work on it; found out once. */
export function findMachine(): Promise<Machine | string> {
  found ??= examine()
  return found
}

async function examine(): Promise<Machine | string> {
  if (process.platform !== 'linux') return `bubblewrap needs Linux, and this is ${process.platform}`
  const bwrap = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'bwrap'))
    .find((path) => path.startsWith('/') && existsSync(path))
  if (!bwrap) return 'bwrap is not installed (npm run setup:system -- bubblewrap)'
  const identity = commandIdentity()
  const version = await output(bwrap, ['--version'], undefined)
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version.text) ?? []).map(Number)
  const isRecent = major > 0 || minor >= 8
  const probe = await output(
    bwrap,
    [
      ...['--unshare-all', '--unshare-user', ...(isRecent ? ['--disable-userns'] : [])],
      ...['--die-with-parent', ...systemFolders(), ...nodeRuntime(identity)],
      ...['--proc', '/proc', '--dev', '/dev', '--clearenv', '--setenv', 'PATH'],
      ...[`${'/opt/node/bin'}:/usr/local/bin:/usr/bin:/bin`, '/bin/bash', '-c', languageCommands],
    ],
    identity,
  )
  if (!probe.ok) {
    return `bwrap cannot make namespaces here: ${probe.text.trim().split('\n')[0]} (allow unprivileged user namespaces)`
  }
  const cgroups = usableCgroups()
  await driverFolder().reaped
  if (cgroups) await reapCgroups(cgroups)
  return {
    bwrap,
    identity,
    cgroups,
    canDisableNamespaces: isRecent,
    commands: parseCommands(probe.text),
    cores: availableParallelism(),
  }
}

/** Groups are tried once: a folder that can be written may still refuse them. */
function usableCgroups(): CgroupParents | undefined {
  try {
    const parents = findCgroups()
    if (!parents) return undefined
    const limits = { memoryMiB: 64, processes: 16, cpus: 1 }
    makeCgroup(parents, `${driverFolder().name}/probe`, limits)
      .remove()
      .catch(() => {})
    return parents
  } catch {
    return undefined
  }
}

function output(
  file: string,
  args: readonly string[],
  identity: Identity | undefined,
): Promise<{ ok: boolean; text: string }> {
  return new Promise((resolve) => {
    const options = {
      timeout: 10_000,
      killSignal: 'SIGKILL',
      env: {},
      cwd: '/',
      ...identity,
    } as const
    execFile(file, args, options, (error, stdout, stderr) => {
      resolve({ ok: error === null, text: error === null ? stdout : stderr || error.message })
    })
  })
}
