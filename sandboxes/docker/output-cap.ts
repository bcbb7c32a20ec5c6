/** What one stream printed, up to a number of bytes. */
export class OutputCap {
  readonly #maxBytes: number
  readonly #chunks: Buffer[] = []
  #bytes = 0
  #isCut = false

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get isCut(): boolean {
    return this.#isCut
  }

  add(chunk: Buffer): void {
    const room = this.#maxBytes - this.#bytes
    if (chunk.length > room) this.#isCut = true
    if (room <= 0) return
    this.#chunks.push(chunk.subarray(0, room))
    this.#bytes += Math.min(room, chunk.length)
  }

  /** A cut leaves no part of a character. */
  text(): string {
    return new TextDecoder().decode(this.bytes(), { stream: this.#isCut })
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}
