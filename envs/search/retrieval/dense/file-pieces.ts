import type { FileHandle } from 'node:fs/promises'

/** No single read or write takes more than 2 GiB. */
const PIECE = 2 ** 30

/** Fills `bytes` from a place in a file. */
export async function readAt(
  handle: FileHandle,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const length = Math.min(PIECE, bytes.length - at)
    const { bytesRead } = await handle.read(bytes, at, length, position + at)
    if (bytesRead === 0) throw new Error('the file ends before its time')
    at += bytesRead
  }
}

export async function writeAt(
  handle: FileHandle,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const length = Math.min(PIECE, bytes.length - at)
    at += (await handle.write(bytes, at, length, position + at)).bytesWritten
  }
}

export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)
