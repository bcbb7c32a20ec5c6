/** A bounded memory of promises: the least recently used goes first, and what rejects is not kept. */
export class LruMemory<T> {
  readonly #entries = new Map<string, Promise<T>>()
  readonly #size: number

  constructor(size: number) {
    this.#size = size
  }

  get(key: string, make: () => Promise<T>): Promise<T> {
    const found = this.#entries.get(key)
    if (found) {
      this.#entries.delete(key)
      this.#entries.set(key, found)
      return found
    }
    const made = make()
    this.#entries.set(key, made)
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > this.#size && oldest !== undefined) this.#entries.delete(oldest)
    made.catch(() => {
      if (this.#entries.get(key) === made) this.#entries.delete(key)
    })
    return made
  }

  forget(key: string): void {
    this.#entries.delete(key)
  }
}
