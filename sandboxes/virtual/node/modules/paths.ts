import type { VirtualFiles } from '../../files.ts'

/** Joins and simplifies absolute POSIX paths. */
export function resolvePath(from: string, ...parts: readonly string[]): string {
  const joined = parts.reduce(
    (path, part) => (part.startsWith('/') ? part : `${path}/${part}`),
    from,
  )
  const result: string[] = []
  for (const part of joined.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') result.pop()
    else result.push(part)
  }
  return `/${result.join('/')}`
}

export function directoryOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')))
}

/** A path as it is shown from a directory: relative, with `..` where needed. */
export function relativePath(from: string, to: string): string {
  const source = from.split('/').filter(Boolean)
  const target = to.split('/').filter(Boolean)
  let same = 0
  while (same < source.length && same < target.length && source[same] === target[same]) same++
  return [...source.slice(same).map(() => '..'), ...target.slice(same)].join('/')
}

const decoder = new TextDecoder()

export function readText(files: VirtualFiles, path: string): string | undefined {
  const bytes = files.read(path)
  return bytes === undefined ? undefined : decoder.decode(bytes)
}

export function isFile(files: VirtualFiles, path: string): boolean {
  return files.stat(path)?.kind === 'file'
}

export function isDirectory(files: VirtualFiles, path: string): boolean {
  return files.stat(path)?.kind === 'directory'
}
