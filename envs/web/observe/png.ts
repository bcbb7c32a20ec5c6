import { crc32, deflateSync, inflateSync } from 'node:zlib'

/** A picture as bytes: rows from the top, `channels` bytes a pixel. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  readonly data: Uint8Array
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const CHANNELS: Readonly<Record<number, 3 | 4>> = { 2: 3, 6: 4 }

/** Reads a PNG as browsers write them: 8 bits, RGB or RGBA, not interlaced. */
export function decodePng(png: Uint8Array): Pixels {
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  const packed: Buffer[] = []
  let header = file.subarray(0, 0)
  for (let at = SIGNATURE.length; at + 8 <= file.length; ) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const body = file.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') header = body
    if (type === 'IDAT') packed.push(body)
    at += length + 12
  }
  const channels = CHANNELS[header[9] ?? 0]
  if (header[8] !== 8 || channels === undefined || header[12] !== 0) {
    throw new Error('Cannot read a PNG: it is none of 8 bits, RGB or RGBA')
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const data = unfiltered(inflateSync(Buffer.concat(packed)), width * channels, height, channels)
  return { width, height, channels, data }
}

/** Undoes what makes rows compress better (PNG, section 9). */
function unfiltered(raw: Uint8Array, stride: number, height: number, channels: number): Uint8Array {
  const data = new Uint8Array(stride * height)
  for (let row = 0; row < height; row++) {
    const from = row * (stride + 1)
    const to = row * stride
    const filter = raw[from] ?? 0
    for (let at = 0; at < stride; at++) {
      const value = raw[from + 1 + at] ?? 0
      const left = at >= channels ? (data[to + at - channels] ?? 0) : 0
      const up = row > 0 ? (data[to + at - stride] ?? 0) : 0
      const corner = row > 0 && at >= channels ? (data[to + at - stride - channels] ?? 0) : 0
      data[to + at] = value + predicted(filter, left, up, corner)
    }
  }
  return data
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  if (filter === 0) return 0
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

export function encodePng({ width, height, channels, data }: Pixels): Uint8Array {
  const stride = width * channels
  const rows = Buffer.alloc((stride + 1) * height)
  for (let row = 0; row < height; row++) {
    rows.set(data.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, channels === 3 ? 2 : 6, 0, 0, 0], 8)
  const packed = deflateSync(rows, { level: 3 })
  return Buffer.concat([
    ...[SIGNATURE, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))],
  ])
}

function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
