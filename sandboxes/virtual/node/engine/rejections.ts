import type { QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten'
import { Lifetime } from 'quickjs-emscripten'
import { changedWord } from './struct-fields.ts'
import { callbackModule } from './wasm-patch.ts'

/** A promise that was rejected while nothing listened to it. */
export interface Rejection {
  readonly promise: QuickJSHandle
  readonly reason: QuickJSHandle
  /** What `tag()` said when it was rejected. */
  readonly tag: number
}

/** Promises rejected and not handled since the last `take()`. */
export interface Rejections {
  take(): readonly Rejection[]
  readonly size: number
  clear(): void
}

const POINTER_MASK = 0xffffffffn

/**
 * Listens to the interpreter's promise rejection callback. The library does not expose it, so its
 * field is found in the runtime's struct: the one that follows the interrupt handler's two words,
 * which is located by watching what `enableInterrupts` writes.
 */
export function listenToRejections(options: {
  runtime: QuickJSRuntime
  runtimePointer: number
  table: WebAssembly.Table
  memory: WebAssembly.Memory
  enableInterrupts: () => void
  duplicate: (valuePointer: number) => number
  scratch: number
  tag: () => number
}): Rejections {
  const pending = new Map<bigint, Rejection>()
  const own = (value: bigint): QuickJSHandle => {
    new BigUint64Array(options.memory.buffer)[options.scratch >> 3] = value
    return new Lifetime(
      options.duplicate(options.scratch),
      undefined,
      undefined,
      options.runtime,
    ) as unknown as QuickJSHandle
  }
  const callback = (_: number, promise: bigint, reason: bigint, isHandled: number) => {
    const key = BigInt.asUintN(64, promise) & POINTER_MASK
    if (isHandled !== 0) pending.delete(key)
    else pending.set(key, { promise: own(promise), reason: own(reason), tag: options.tag() })
  }
  const slot = options.table.grow(1, wasmCallback(callback))
  const handler = changedWord(options.memory, options.runtimePointer, options.enableInterrupts)
  new Uint32Array(options.memory.buffer)[handler + 2] = slot

  return {
    take() {
      const taken = [...pending.values()]
      pending.clear()
      return taken
    },
    get size() {
      return pending.size
    },
    clear: () => pending.clear(),
  }
}

function wasmCallback(callback: (...args: never[]) => void): unknown {
  const module = new WebAssembly.Module(callbackModule())
  const instance = new WebAssembly.Instance(module, { env: { callback } })
  return instance.exports['callback']
}
