import { maskedCrc32c } from './crc32c.ts'

/** What a test looks at in an event file. */
export interface ReadEvent {
  readonly wallTime: number
  readonly step: number
  readonly version?: string
  readonly isStart: boolean
  readonly scalars: Readonly<Record<string, number>>
  /** Tags of values that are no scalars. */
  readonly others: readonly string[]
}

/** Reads records until the bytes end; a torn one, or a checksum that is wrong, ends it as it does for TensorBoard. */
export function readEvents(bytes: Buffer): ReadEvent[] {
  const events: ReadEvent[] = []
  for (let at = 0; at + 16 <= bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at))
    const end = at + 12 + length
    if (end + 4 > bytes.length) break
    const record = bytes.subarray(at + 12, end)
    const isWhole =
      maskedCrc32c(bytes.subarray(at, at + 8)) === bytes.readUInt32LE(at + 8) &&
      maskedCrc32c(record) === bytes.readUInt32LE(end)
    if (!isWhole) break
    events.push(readEvent(record))
    at = end + 4
  }
  return events
}

/** What TensorBoard shows of files in the order of their names: a start drops its step and later ones. */
export function shownScalars(
  files: readonly Buffer[],
  tag: string,
): [step: number, value: number][] {
  let shown: [number, number][] = []
  for (const { isStart, step, scalars } of files.flatMap(readEvents)) {
    if (isStart) shown = shown.filter(([kept]) => kept < step)
    const value = scalars[tag]
    if (value !== undefined) shown.push([step, value])
  }
  return shown
}

function readEvent(record: Buffer): ReadEvent {
  const event = fieldsOf(record)
  const values = fieldsOf(bytesOf(event, 5)).flatMap(({ field, bytes }) =>
    field === 1 ? [fieldsOf(bytes)] : [],
  )
  const tagged = values.map((value) => [bytesOf(value, 1).toString(), value] as const)
  const isScalar = (value: readonly Field[]) => value.some(({ field }) => field === 2)
  const version = bytesOf(event, 3).toString()
  return {
    wallTime: bytesOf(event, 1).readDoubleLE(),
    step: event.find(({ field }) => field === 2)?.number ?? 0,
    ...(version !== '' && { version }),
    isStart: fieldsOf(bytesOf(event, 7)).some(({ field, number }) => field === 1 && number === 1),
    scalars: Object.fromEntries(
      tagged.flatMap(([tag, value]) =>
        isScalar(value) ? [[tag, bytesOf(value, 2).readFloatLE()] as const] : [],
      ),
    ),
    others: tagged.flatMap(([tag, value]) => (isScalar(value) ? [] : [tag])),
  }
}

interface Field {
  readonly field: number
  readonly number: number
  readonly bytes: Buffer
}

const bytesOf = (fields: readonly Field[], wanted: number): Buffer =>
  fields.find(({ field }) => field === wanted)?.bytes ?? Buffer.alloc(0)

function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = []
  let at = 0
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes.readUInt8(at++)
      value += (byte % 128) * scale
      if (byte < 128) return value
    }
  }
  const take = (length: number) => {
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = varint()
    const field = Math.floor(tag / 8)
    const wireType = tag % 8
    if (wireType === 0) fields.push({ field, number: varint(), bytes: Buffer.alloc(0) })
    else {
      const length = { 1: 8, 2: 0, 5: 4 }[wireType]
      if (length === undefined) throw new Error(`wire type ${wireType}`)
      fields.push({ field, number: 0, bytes: take(length || varint()) })
    }
  }
  return fields
}
