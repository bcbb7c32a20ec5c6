import { openSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { driverFolder } from './driver-folder.ts'

let files = 0

/** A file that has no name any more, open for reading by whoever is given it; the caller closes it. */
export function namelessFile(data: string | Uint8Array): number {
  const path = join(driverFolder().path, `file-${files++}`)
  writeFileSync(path, data, { mode: 0o644, flag: 'wx' })
  const fd = openSync(path, 'r')
  unlinkSync(path)
  return fd
}
