/** Folders that commands may write to in every sandbox. */
const ALWAYS = ['/workspace', '/tmp', '/home/agent']
/** Folders that verifiers, logs and oracles have in every Harbor task. */
const HARBOR_FOLDERS = ['/tests', '/logs', '/solution'] as const
const SYSTEM = [
  'bin',
  'boot',
  'dev',
  'etc',
  'lib',
  'lib32',
  'lib64',
  'libx32',
  'nix',
  'proc',
  'run',
].concat('sbin', 'sys', 'usr')
/** Systems keep things of their own in these: what a task has lies one deeper. */
const SHARED = ['home', 'media', 'mnt', 'opt', 'srv', 'var']

export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`)

export const isAlwaysWritable = (folder: string): boolean => ALWAYS.includes(folder)

/** The folder to ask a sandbox for, so that commands may write at a path; undefined where none may. */
export function writableAbove(path: string): string | undefined {
  const own = [...ALWAYS, ...HARBOR_FOLDERS].find((folder) => isWithin(path, folder))
  if (own !== undefined) return own
  const [, first = '', second] = path.split('/')
  if (first === '' || SYSTEM.includes(first)) return undefined
  if (!SHARED.includes(first)) return `/${first}`
  return second === undefined ? undefined : `/${first}/${second}`
}

/** Those of them that a sandbox does not have anyway. */
export function foldersFor(paths: readonly string[]): readonly string[] {
  const above = paths.map(writableAbove).filter((folder) => folder !== undefined)
  return [...new Set([...HARBOR_FOLDERS, ...above])].filter((folder) => !isAlwaysWritable(folder))
}
