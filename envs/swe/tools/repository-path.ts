import { posix } from 'node:path'

/**
 * A path of the agent as an absolute and as a repository path; undefined where it leads out of the
 * repository. Links are not looked at: there is nothing outside that an agent may not see.
 */
export function locate(
  path: string,
  workdir: string,
): { readonly absolute: string; readonly relative: string } | undefined {
  const absolute = posix.resolve(workdir, path)
  const relative = posix.relative(workdir, absolute)
  if (relative === '..' || relative.startsWith('../') || path.includes('\0')) return undefined
  return { absolute, relative: relative === '' ? '.' : relative }
}

export const outsideMessage = (path: string) =>
  `Cannot use ${path}: it is outside the repository (give a path in it, such as src/index.js).`
