import { constants, gunzipSync } from 'node:zlib'
import { shellQuote } from '../../core/index.ts'
import { bash, type RepairCall, writeCommand } from './script.ts'

/** Characters read in one action: observations have limits that are not known here. */
const READ_AT_ONCE = 9000
const FIRST = 0x4e00
const BITS = 14

/** A command that writes the program which prints a compressed file as text, 14 bits a character. */
export function writePacker(path: string): string {
  return writeCommand(
    path,
    `import { readFileSync } from 'node:fs'
const all = readFileSync(process.argv[2])
const from = Number(process.argv[3] ?? 0)
const most = ${READ_AT_ONCE}
const start = (from / 4) * 7
const codes = new Uint16Array(Math.min(most, Math.max(0, 4 * Math.ceil((all.length - start) / 7))))
// Seven bytes are four characters.
for (let i = 0, j = start; i < codes.length; i += 4, j += 7) {
  const high = (all[j] << 20) | (all[j + 1] << 12) | (all[j + 2] << 4) | (all[j + 3] >> 4)
  const low = ((all[j + 3] & 15) << 24) | (all[j + 4] << 16) | (all[j + 5] << 8) | all[j + 6]
  codes[i] = ${FIRST} + (high >> 14)
  codes[i + 1] = ${FIRST} + (high & 16383)
  codes[i + 2] = ${FIRST} + (low >> 14)
  codes[i + 3] = ${FIRST} + (low & 16383)
}
console.log('packed ' + all.length + ' ' + Buffer.from(codes.buffer).toString('utf16le'))
`,
  )
}

/** Prints a part of what was compressed to `file`. */
export const packCommand = (packer: string, file: string, from = 0) =>
  `node ${packer} ${shellQuote(file)} ${from}`

/** The text in an observation of `packCommand`, and with further actions the rest of it. */
export function* readPacked(
  observation: string,
  { packer, file, most }: { packer: string; file: string; most: number },
): Generator<RepairCall, string, string> {
  let seen = packedIn(observation)
  let data = seen.data
  for (let action = 0; action < most && seen.data.length === READ_AT_ONCE; action++) {
    seen = packedIn(yield bash(packCommand(packer, file, data.length)))
    data += seen.data
  }
  return unpack(data, seen.bytes)
}

function packedIn(observation: string): { data: string; bytes: number } {
  const match = /^packed (\d+) ([\u4e00-\u8dff]*)$/m.exec(observation)
  return { data: match?.[2] ?? '', bytes: Number(match?.[1] ?? 0) }
}

/** As much of the text as was read. */
export function unpack(data: string, size: number): string {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (let i = 0; i < data.length; i++) {
    held = (held << BITS) | (data.charCodeAt(i) - FIRST)
    bits += BITS
    while (bits >= 8) {
      bits -= 8
      bytes.push(held >> bits)
      held &= (1 << bits) - 1
    }
  }
  if (bytes.length === 0) return ''
  try {
    const finishFlush = constants.Z_SYNC_FLUSH
    return gunzipSync(Uint8Array.from(bytes.slice(0, size)), { finishFlush }).toString('utf8')
  } catch {
    return ''
  }
}
