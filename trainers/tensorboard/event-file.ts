import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Clock,
  ConfigError,
  codeOf,
  fileReason,
  type Json,
  ModelError,
  makeFolder,
} from '../../core/index.ts'
import { maskedCrc32c } from './crc32c.ts'
import {
  flatHparams,
  hparamsValue,
  scalarValue,
  startEvent,
  summaryEvent,
  textValue,
  versionEvent,
} from './events.ts'

/** Scalars of a run, as TensorBoard reads them. */
export interface EventFile extends AsyncDisposable {
  readonly path: string
  /** On the disk when it returns; names without a value are left out. */
  scalars(step: number, metrics: Readonly<Record<string, number | undefined>>): Promise<void>
  close(): Promise<void>
}

export interface EventFileOptions {
  readonly clock: Pick<Clock, 'now'>
  /** Steps that stay, of a run that goes on from a save: those after it are superseded. */
  readonly after?: number
  /** Shown as the run's text, and as its hyperparameters. */
  readonly config?: Json
}

/**
 * Makes a new file in the folder; earlier ones stay, and TensorBoard reads all of them in the order of their
 * names. A file begins with a session start at its first step: at the second one of a folder TensorBoard drops what it
 * has of that step and of later ones. Written here, because the only writer on npm (in @tensorflow/tfjs-node) brings a
 * native TensorFlow along.
 * @throws ConfigError where the folder cannot be written.
 */
export async function createEventFile(dir: string, options: EventFileOptions): Promise<EventFile> {
  const { clock, after = 0, config } = options
  const { path, file } = await openNext(dir, clock.now()).catch((error: unknown) => {
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot write event files in ${dir}: ${reason} (${advice})`, {
      cause: error,
    })
  })
  let isClosed = false
  const close = async () => {
    if (isClosed) return
    isClosed = true
    await file.close()
  }
  const write = async (...events: readonly Uint8Array[]) => {
    try {
      await file.appendFile(Buffer.concat(events.map(framed)))
    } catch (error) {
      const [reason, advice] = fileReason(error)
      const what = `Cannot write ${path}: ${reason} (${advice}, then continue with --resume)`
      throw new ModelError(what, { cause: error })
    }
  }
  try {
    const wallMs = clock.now()
    const told = config === undefined ? [] : [configEvent(config, wallMs)]
    await write(versionEvent(wallMs), startEvent({ wallMs, step: after + 1 }), ...told)
  } catch (error) {
    await close()
    throw error
  }
  return {
    path,
    async scalars(step, metrics) {
      const values = Object.entries(metrics).flatMap(([name, value]) =>
        typeof value === 'number' ? [scalarValue(name, value)] : [],
      )
      await write(summaryEvent({ wallMs: clock.now(), step }, values))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Before the first step: no later start supersedes it. */
function configEvent(config: Json, wallMs: number) {
  const json = JSON.stringify(config, null, 2)
  const indented = json.replaceAll(/^/gm, '    ')
  return summaryEvent({ wallMs, step: 0 }, [
    textValue('config', indented),
    hparamsValue(flatHparams(config), wallMs),
  ])
}

/** TFRecord: the length and its checksum, the bytes and theirs. */
function framed(bytes: Uint8Array): Uint8Array {
  const record = Buffer.alloc(bytes.length + 16)
  record.writeBigUInt64LE(BigInt(bytes.length))
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8)
  record.set(bytes, 12)
  record.writeUInt32LE(maskedCrc32c(bytes), 12 + bytes.length)
  return record
}

const NAME = /^events\.out\.tfevents\.(\d+)/

/** Two files of one second, or a clock that was set back, must not change the order of names. */
async function openNext(dir: string, nowMs: number): Promise<{ path: string; file: FileHandle }> {
  await makeFolder(dir)
  const earlier = (await readdir(dir)).map((name) => Number(NAME.exec(name)?.[1] ?? 0))
  let second = Math.max(Math.floor(nowMs / 1000), ...earlier.map((last) => last + 1))
  for (;;) {
    const path = join(dir, `events.out.tfevents.${String(second).padStart(10, '0')}.palaestra`)
    try {
      return { path, file: await open(path, 'ax') }
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
      second++
    }
  }
}
