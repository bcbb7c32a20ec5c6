/** What an entry counts beside the length of its text. */
const ENTRY_UNITS = 32
/**
 * Shorter texts, and entries of smaller maps, are not counted: libraries make such tables when they
 * are first loaded, which is another moment on every thread.
 */
const LONG_TEXT = 256
const LARGE_MAP = 256

/**
 * Makes every `Map` of this thread report what is put into it, text by its length. The shell keeps
 * variables, arrays, parameters and descriptors in maps and has no limit for all of them together.
 * Copying a map counts its entries only, as the copy shares the texts.
 */
export function installMeteredMap(count: (units: number) => void): void {
  const NativeMap = Map
  class MeteredMap<Key, Value> extends NativeMap<Key, Value> {
    constructor(entries?: Iterable<readonly [Key, Value]> | null) {
      super()
      if (!entries) return
      for (const [key, value] of entries) super.set(key, value)
      if (this.size > LARGE_MAP) count(this.size * ENTRY_UNITS)
    }
    override set(key: Key, value: Value): this {
      if (typeof value === 'string' && value.length > LONG_TEXT) count(value.length)
      else if (this.size > LARGE_MAP) count(ENTRY_UNITS)
      return super.set(key, value)
    }
    static override get [Symbol.species](): MapConstructor {
      return NativeMap
    }
    // Maps that were made before or came from another thread are maps, too.
    static override [Symbol.hasInstance](value: unknown): boolean {
      return Object.prototype.isPrototypeOf.call(NativeMap.prototype, Object(value))
    }
  }
  globalThis.Map = MeteredMap as MapConstructor
}
