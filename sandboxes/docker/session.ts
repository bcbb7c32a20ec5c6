import { randomBytes } from 'node:crypto'
import type { Channel, HeldStream } from './held-stream.ts'
import { RecordReader } from './record-reader.ts'

export interface SessionWork {
  readonly onData: (channel: Channel, data: Buffer) => void
  readonly onRecord?: (text: string) => void
  /** Of a script that waits for a line: when it may have it. */
  readonly held?: Promise<void>
}

/** Where copies of the image's shell and `cat` are that their user can run, but not read or trace. */
export const RUNNER_FOLDER = '/run/palaestra'

/**
 * `relay` copies what a command prints to the stream of the session. When its `cat` is ended from
 * outside, the rest is dropped instead: a job in the background may go on writing. 6 and 7 are the
 * session's streams; what its shell says itself, that something was killed, is not for them.
 * A shell that can start no process ends there: after `tells_end` it reports that to the stream given.
 */
const prelude = `exec 6>&1 7>&2 2>/dev/null
tells_end() { trap "printf '%sstarved\\n' $secret >&$1" EXIT; }
relay() {
  exec 8<&0 0</dev/null 1>&$2 9>&6 3>&- 5<&- 6>&- 7>&-
  tells_end 9
  ${RUNNER_FOLDER}/cat <&8 8<&- 9>&- &
  trap - EXIT
  printf '%srelay %s %d\\n' $secret $1 $! >&9
  exec 9>&-
  wait $!
  [ $? -eq 0 ] || ${RUNNER_FOLDER}/cat <&8 8<&- >/dev/null 2>&1 &
}
`

/** A shell in a container that waits for scripts, as the user of the commands. */
export class Session {
  readonly #stream: HeldStream
  #work: ((channel: Channel, chunk: Buffer) => void) | undefined
  #isOver = false

  constructor(stream: HeldStream) {
    this.#stream = stream
    stream.listen((channel, chunk) => {
      if (this.#work) this.#work(channel, chunk)
      // Nobody but what a command left behind can have written this.
      else this.close()
    })
    stream.closed.then(() => {
      this.#isOver = true
    })
    stream.write(prelude)
  }

  /** It was ended by a command, or its streams were written to by others. */
  get isOver(): boolean {
    return this.#isOver
  }

  /**
   * Runs a script that reports by records: `printf '%stext\n' $secret`.
   * Returns whether it came to its end: commands may kill the session of their user.
   */
  async run(script: string, { onData, onRecord = () => {}, held }: SessionWork): Promise<boolean> {
    if (this.#isOver) return false
    const secret = randomBytes(16).toString('hex')
    const ended = new Set<Channel>()
    let finish: () => void = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    const readerOf = (channel: Channel) =>
      new RecordReader(
        secret,
        (data) => onData(channel, data),
        (text) => {
          if (text !== 'end') return onRecord(text)
          ended.add(channel)
          if (ended.size === 2) finish()
        },
      )
    const readers = { stdout: readerOf('stdout'), stderr: readerOf('stderr') }
    this.#work = (channel, chunk) => readers[channel].push(chunk)
    this.#stream.wake()
    const end = `printf '%send\\n' $secret; printf '%send\\n' $secret >&7`
    this.#stream.write(`secret=${secret}\n${script}\n`)
    if (held) await Promise.race([held, this.#stream.closed])
    // A shell may read ahead: what comes after the line is sent after it.
    this.#stream.write(`${held ? ':\n' : ''}${end}\n`)
    await Promise.race([finished, this.#stream.closed])
    this.#stream.rest()
    this.#work = undefined
    for (const reader of Object.values(readers)) reader.end()
    return ended.size === 2
  }

  close(): void {
    this.#isOver = true
    this.#stream.destroy()
  }
}
