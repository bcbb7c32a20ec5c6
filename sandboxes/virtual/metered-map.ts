/** What an entry counts beside the length of its text. */
const ENTRY_UNITS = 32

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
      count(this.size * ENTRY_UNITS)
    }
    override set(key: Key, value: Value): this {
      count(ENTRY_UNITS + (typeof value === 'string' ? value.length : 0))
      return super.set(key, value)
    }
    static override get [Symbol.species](): MapConstructor {
      return NativeMap
    }
    // Maps that were made before or came from another thread are maps, too.
    static override [Symbol.hasInstance](value: unknown): boolean {
      return NativeMap.prototype.isPrototypeOf.call(NativeMap.prototype, Object(value))
    }
  }
  globalThis.Map = MeteredMap as MapConstructor
}
