import { lstatSync, readlinkSync } from 'node:fs'

/** Programs and libraries; on most systems all but the first are links into it. */
const PROGRAMS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store']

/** Arguments that show this machine's programs to commands, read-only. */
export function systemFolders(): readonly string[] {
  return PROGRAMS.flatMap((path) => {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats) return []
    return stats.isSymbolicLink()
      ? ['--symlink', readlinkSync(path), path]
      : ['--ro-bind', path, path]
  })
}
