import { packTar, type TarEntry } from 'modern-tar'

/**
 * A tar archive whose entries have this time where they have none of their own: equal files then make
 * equal archives, whenever they are sent.
 */
export function packTarOf(time: Date, entries: readonly TarEntry[]): Promise<Uint8Array> {
  return packTar(
    entries.map(({ header, ...rest }) => ({ ...rest, header: { mtime: time, ...header } })),
  )
}

/** Of files as tasks bring them. */
export const ORIGINAL_TIME = new Date('2000-01-01T00:00:00Z')
/** Of files that took their place: git and Python look at times to see what has changed. */
export const CHANGED_TIME = new Date('2001-01-01T00:00:00Z')
