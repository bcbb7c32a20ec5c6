import { join } from 'node:path'
import { gitSettings } from '../host/git-settings.ts'
import type { CommandRequest } from '../host/host-sandbox.ts'
import { addedFolder, SHARED_MEMORY } from '../host/host-sandbox.ts'
import { type ShellLimits, shellWords } from '../host/prelude.ts'
import { NODE_PATH } from './node-runtime.ts'

export const HOST_NAME = 'sandbox'
export const PATHS = { workspace: '/workspace', tmp: '/tmp', home: '/home/agent' } as const

/** Who commands are told they are, whoever they are outside. */
export const USER = { name: 'user', id: 1000 } as const

/** Variables every command starts with; none comes from this program. */
export const environment: Readonly<Record<string, string>> = {
  HOME: PATHS.home,
  USER: USER.name,
  LOGNAME: USER.name,
  HOSTNAME: HOST_NAME,
  SHELL: '/bin/bash',
  PATH: `${NODE_PATH}:/usr/local/bin:/usr/bin:/bin`,
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  TERM: 'dumb',
}

export interface Arguments {
  /** Folder of the sandbox on this machine. */
  readonly folder: string
  /** Paths under which commands see what the task added to it. */
  readonly added: readonly string[]
  /** Folder that commands see as `/etc`. */
  readonly settings: string
  /** Programs, libraries and the rest that is read only. */
  readonly readable: readonly string[]
  readonly canDisableNamespaces: boolean
  readonly limits: ShellLimits
}

/** The words that make bubblewrap run one command. */
export function commandArguments(
  { command, cwd, env, isFull }: CommandRequest,
  { folder, added, settings, readable, canDisableNamespaces, limits }: Arguments,
): readonly string[] {
  const variables = Object.entries({ ...environment, PWD: cwd, ...env })
  // Where there is no room left, files may be removed and not grow.
  const fileBytes = isFull ? 0 : limits.fileBytes
  return [
    ...['--unshare-all', '--unshare-user', '--die-with-parent', '--new-session'],
    ...(canDisableNamespaces ? ['--disable-userns'] : []),
    ...['--uid', String(USER.id), '--gid', String(USER.id), '--hostname', HOST_NAME],
    ...['--clearenv', ...variables.flatMap(([name, value]) => ['--setenv', name, value])],
    ...readable,
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--ro-bind', settings, '/etc'],
    ...['--bind', join(folder, 'workspace'), PATHS.workspace],
    ...['--bind', join(folder, 'tmp'), PATHS.tmp],
    ...['--bind', join(folder, 'home'), PATHS.home],
    ...added.flatMap((path, index) => ['--bind', join(folder, addedFolder(index)), path]),
    ...['--bind', join(folder, SHARED_MEMORY), '/dev/shm'],
    // Both are memory that nothing would limit.
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', '/'],
    ...['/bin/bash', ...shellWords(command, { cwd, limits: { ...limits, fileBytes } })],
  ]
}

/** Files of `/etc` that do not come from this machine. */
export const settingFiles: Readonly<Record<string, string>> = {
  gitconfig: gitSettings,
  passwd: `root:x:0:0:root:/root:/bin/bash\n${USER.name}:x:${USER.id}:${USER.id}::${PATHS.home}:/bin/bash\n`,
  group: `root:x:0:\n${USER.name}:x:${USER.id}:\n`,
  hosts: `127.0.0.1 localhost ${HOST_NAME}\n::1 localhost\n`,
  hostname: `${HOST_NAME}\n`,
  'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
}
