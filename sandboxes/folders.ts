import { posix } from 'node:path'
import { ConfigError, SandboxError } from '../core/errors.ts'

/** What every kind has for commands to write to. */
const OWN = ['/workspace', '/tmp', '/home/agent']
/** What programs need as it is. */
const SYSTEM = [
  ...['/proc', '/dev', '/sys', '/run', '/boot', '/etc', '/opt/node', '/nix/store'],
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'],
]
/** Images keep projects below `/usr/src` and other folders of `/usr`, but none among programs. */
const PROGRAMS = ['bin', 'sbin', 'lib', 'lib64', 'local/bin', 'local/lib'].map(
  (name) => `/usr/${name}`,
)
const NOT_WORKDIRS = [
  ...['/tmp', '/home/agent', ...PROGRAMS],
  ...SYSTEM.filter((path) => path !== '/usr'),
]
const PLAIN = /^(\/[\w.@+-]+)+$/

/**
 * The further folders of a sandbox in one order, whatever the order they were given in.
 * @throws ConfigError for one that no sandbox can have.
 */
export function checkFolders(folders: readonly string[] = [], workdir?: string): readonly string[] {
  const paths = [...new Set(folders.map((path) => plainPath('with the folder', path)))].sort()
  for (const path of paths) {
    const others = [...paths.filter((other) => other !== path), ...(workdir ? [workdir] : [])]
    const met = [...OWN, ...SYSTEM, ...others].find((other) => overlaps(path, other))
    if (met !== undefined) throw refused('with the folder', path, met)
  }
  return paths
}

/** @throws ConfigError for a folder of an image that nobody can work in. */
export function checkWorkdir(workdir: string): string {
  const path = plainPath('that works in', workdir)
  const met = NOT_WORKDIRS.find((other) => overlaps(path, other))
  if (met !== undefined) throw refused('that works in', path, met)
  return path
}

/** @throws SandboxError where a snapshot was taken of a sandbox with other folders. */
export function assertSameFolders(taken: readonly string[], own: readonly string[]): void {
  if (taken.join() === own.join()) return
  const list = (paths: readonly string[]) => paths.join(', ') || 'none'
  throw new SandboxError(
    `Cannot restore the snapshot: it holds other folders (${list(taken)}) than this sandbox has (${list(own)})`,
  )
}

function plainPath(role: string, given: string): string {
  const path = posix.normalize(given).replace(/(.)\/$/, '$1')
  const isPlain = PLAIN.test(path) && !path.split('/').includes('..')
  if (isPlain && path !== '/') return path
  throw new ConfigError(
    `Cannot open a sandbox ${role} ${JSON.stringify(given)}: it is not an absolute path of letters, digits and . _ @ + - (give one like /logs)`,
  )
}

const overlaps = (a: string, b: string) => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)

function refused(role: string, path: string, met: string): ConfigError {
  const reason =
    path === met
      ? 'it has another use'
      : path.startsWith(`${met}/`)
        ? `it lies in ${met}`
        : `${met} lies in it`
  return new ConfigError(
    `Cannot open a sandbox ${role} ${path}: ${reason} (give a folder of its own, like /logs)`,
  )
}
