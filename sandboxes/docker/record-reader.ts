const NEWLINE = 10

/**
 * Parts a stream that others write to as well into their data and our records. A record is a secret, a
 * text and a newline, written at once; nobody who could guess the secret writes to the stream.
 */
export class RecordReader {
  readonly #secret: Buffer
  readonly #onData: (data: Buffer) => void
  readonly #onRecord: (text: string) => void
  #held: Buffer = Buffer.alloc(0)

  constructor(secret: string, onData: (data: Buffer) => void, onRecord: (text: string) => void) {
    this.#secret = Buffer.from(secret)
    this.#onData = onData
    this.#onRecord = onRecord
  }

  push(chunk: Buffer): void {
    let data = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk
    for (;;) {
      const at = data.indexOf(this.#secret)
      const end = at === -1 ? -1 : data.indexOf(NEWLINE, at)
      if (end === -1) {
        this.#hold(data, at === -1 ? this.#beginningIn(data) : at)
        return
      }
      this.#emit(data.subarray(0, at))
      const text = data.toString('latin1', at + this.#secret.length, end)
      data = data.subarray(end + 1)
      this.#onRecord(text)
    }
  }

  /** No more comes: what was held back is data. */
  end(): void {
    this.#hold(this.#held, this.#held.length)
  }

  /** Where the end of this may be the beginning of a secret. */
  #beginningIn(data: Buffer): number {
    let from = Math.max(0, data.length - this.#secret.length + 1)
    while (!this.#secret.subarray(0, data.length - from).equals(data.subarray(from))) from++
    return from
  }

  #hold(data: Buffer, from: number): void {
    this.#emit(data.subarray(0, from))
    this.#held = data.subarray(from)
  }

  #emit(data: Buffer): void {
    if (data.length > 0) this.#onData(data)
  }
}
