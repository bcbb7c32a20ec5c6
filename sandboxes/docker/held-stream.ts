import type { Socket } from 'node:net'

export type Channel = 'stdout' | 'stderr'

/** Frames of Docker's multiplexed streams: one byte of channel, three of nothing, four of length. */
const HEADER = 8
const channels: readonly (Channel | undefined)[] = [undefined, 'stdout', 'stderr']

/** A connection to a process in a container: bytes in, and two streams out that Docker keeps apart. */
export class HeldStream {
  readonly #socket: Socket
  readonly closed: Promise<void>
  #onData: (channel: Channel, chunk: Buffer) => void = () => {}
  #header: Buffer = Buffer.alloc(0)
  #channel: Channel | undefined
  #left = 0

  constructor(socket: Socket) {
    this.#socket = socket
    this.closed = new Promise((resolve) => {
      socket.once('end', () => socket.destroy())
      socket.once('close', () => resolve())
      // A reset connection is a closed one.
      socket.on('error', () => socket.destroy())
    })
    socket.on('data', (chunk: Buffer) => this.#parse(chunk))
    this.rest()
  }

  /** Who gets what arrives from now on. */
  listen(onData: (channel: Channel, chunk: Buffer) => void): void {
    this.#onData = onData
  }

  write(data: string | Uint8Array): void {
    this.#socket.write(data)
  }

  /** No more input; output still comes. */
  end(): void {
    this.#socket.end()
  }

  /** Lets go at once: what reads its input sees the end of it. */
  destroy(): void {
    this.#socket.destroy()
  }

  /** While somebody waits for it, it keeps this program running. */
  wake(): void {
    this.#socket.ref()
  }

  rest(): void {
    this.#socket.unref()
  }

  #parse(chunk: Buffer): void {
    let data = chunk
    while (data.length > 0) {
      if (this.#left === 0) {
        const missing = HEADER - this.#header.length
        this.#header = Buffer.concat([this.#header, data.subarray(0, missing)])
        data = data.subarray(missing)
        if (this.#header.length < HEADER) return
        this.#channel = channels[this.#header[0] ?? 0]
        this.#left = this.#header.readUInt32BE(4)
        this.#header = Buffer.alloc(0)
        continue
      }
      const payload = data.subarray(0, this.#left)
      data = data.subarray(payload.length)
      this.#left -= payload.length
      if (this.#channel) this.#onData(this.#channel, payload)
    }
  }
}
