import type { Socket } from 'node:net'

/** What a command prints on one stream, up to a cap; the rest is read and dropped. */
export interface Capture {
  readonly ended: Promise<void>
  text(): string
  readonly truncated: boolean
}

export function captureOutput(stream: Socket, maxBytes: number): Capture {
  const chunks: Buffer[] = []
  let bytes = 0
  let truncated = false
  stream.on('data', (chunk: Buffer) => {
    const room = maxBytes - bytes
    if (chunk.length > room) truncated = true
    if (room <= 0) return
    chunks.push(chunk.subarray(0, room))
    bytes += Math.min(room, chunk.length)
  })
  const ended = new Promise<void>((resolve) => {
    stream.once('close', () => resolve())
    // A reset stream is an ended one.
    stream.once('error', () => resolve())
  })
  return {
    ended,
    text: () => wholeText(Buffer.concat(chunks), truncated),
    get truncated() {
      return truncated
    },
  }
}

/** A cut never leaves a part of a character. */
function wholeText(data: Buffer, isCut: boolean): string {
  if (!isCut) return data.toString('utf8')
  let start = data.length - 1
  while (start > 0 && data.length - start < 4 && ((data[start] ?? 0) & 0xc0) === 0x80) start--
  const lead = data[start] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  const end = start + length > data.length ? start : data.length
  return data.toString('utf8', 0, end)
}
