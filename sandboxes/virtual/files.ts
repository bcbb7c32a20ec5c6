/** The synchronous view of the virtual file system that the `node` command works on. Paths are absolute and POSIX. */
export interface VirtualFiles {
  read(path: string): Uint8Array | undefined
  /** Makes parent directories. Throws an Error whose message starts with an errno name (ENOSPC, EISDIR ...). */
  write(path: string, data: Uint8Array): void
  /** Names in a directory, sorted; undefined where there is no directory. */
  list(path: string): readonly string[] | undefined
  /** Follows symbolic links. */
  stat(path: string): VirtualStat | undefined
  makeDirectory(path: string): void
  /** Removes a file or a folder with all in it. */
  remove(path: string): void
}
export interface VirtualStat {
  readonly kind: 'file' | 'directory'
  readonly size: number
  readonly mode: number
}
