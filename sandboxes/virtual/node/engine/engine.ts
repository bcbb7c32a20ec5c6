import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSRuntime,
  RELEASE_SYNC,
} from 'quickjs-emscripten'
import { closeDoors } from './doors.ts'
import { listenToRejections, type Rejections } from './rejections.ts'
import { snapshotMemory } from './snapshot.ts'
import { changedWord } from './struct-fields.ts'
import { exportTable, TABLE_EXPORT } from './wasm-patch.ts'

/** One interpreter, set up and photographed; `reset()` brings it back to that moment. */
export interface Engine {
  readonly context: QuickJSContext
  readonly runtime: QuickJSRuntime
  readonly rejections: Rejections
  readonly memory: WebAssembly.Memory
  /** Bytes the program has allocated, what was there before it included. */
  allocatedBytes(): number
  reset(memoryMiB: number): void
}

export interface EngineOptions {
  readonly now: () => number
  readonly interrupt: () => boolean
  /** Evaluates what every run needs; runs once, before the photograph. */
  readonly setUp: (context: QuickJSContext, memory: WebAssembly.Memory) => void
  /** A number to remember with each unhandled rejection. */
  readonly tag: (memory: WebAssembly.Memory) => number
}

const MIB = 1024 * 1024

/** Room beyond the limit, so that a program over it is noticed before allocations begin to fail. */
const MEMORY_MARGIN = 8 * MIB

/** Stack of the thread the interpreter should run on: its machine frames take several times its own. */
export const NATIVE_STACK_MIB = 64

/**
 * Stack of the interpreter, about 6,000 plain calls. Frames of the machine below need several times
 * as much, so the thread should have `NATIVE_STACK_MIB`.
 */
const STACK_BYTES = MIB

let compiled: Promise<WebAssembly.Module> | undefined

/** Builds a fresh interpreter; takes tens of milliseconds, so engines are kept and reset. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  compiled ??= compile()
  const module = await compiled
  let instance: WebAssembly.Instance | undefined
  let memory: WebAssembly.Memory | undefined
  const variant = newVariant(RELEASE_SYNC, {
    emscriptenModule: {
      instantiateWasm(imports, onSuccess) {
        const glue = firstNamespace(imports)
        memory = Object.values(glue).find((value) => value instanceof WebAssembly.Memory)
        closeDoors(glue, { now: options.now }, () => present(memory, 'memory'))
        return WebAssembly.instantiate(module, imports).then((made) => {
          instance = made
          onSuccess(made)
          return made.exports
        })
      },
    },
  })
  const quickjs = await newQuickJSWASMModuleFromVariant(variant)
  const exports = present(instance, 'instance').exports
  const heap = present(memory, 'memory')
  const ffi = quickjs.getFFI()

  const runtime = quickjs.newRuntime()
  runtime.setMaxStackSize(STACK_BYTES)
  const context = runtime.newContext()
  const runtimePointer = pointerOf(runtime, 'rt')
  const rejections = listenToRejections({
    runtime,
    runtimePointer,
    table: exports[TABLE_EXPORT] as WebAssembly.Table,
    memory: heap,
    enableInterrupts: () => runtime.setInterruptHandler(options.interrupt),
    duplicate: (value) =>
      ffi.QTS_DupValuePointer(pointerOf(context, 'ctx') as never, value as never) as number,
    scratch: scratchAddress(quickjs),
    tag: () => options.tag(heap),
  })
  options.setUp(context, heap)
  const limit = changedWord(heap, runtimePointer, () => runtime.setMemoryLimit(MEMORY_MARGIN))
  runtime.setMemoryLimit(-1)
  const photograph = snapshotMemory(heap)

  return {
    context,
    runtime,
    rejections,
    memory: heap,
    // The allocator keeps the sum next to the limit.
    allocatedBytes: () => new Uint32Array(heap.buffer)[limit - 1] ?? 0,
    reset(memoryMiB) {
      photograph.restore()
      rejections.clear()
      runtime.setMemoryLimit(memoryMiB * MIB + MEMORY_MARGIN)
    },
  }
}

async function compile(): Promise<WebAssembly.Module> {
  const require = createRequire(createRequire(import.meta.url).resolve('quickjs-emscripten'))
  const path = require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')
  return WebAssembly.compile(exportTable(await readFile(path)))
}

function firstNamespace(imports: WebAssembly.Imports): Record<string, unknown> {
  return present(Object.values(imports)[0], 'imports') as Record<string, unknown>
}

/** The library keeps its pointers in protected fields and offers no other way to them. */
function pointerOf(owner: object, field: 'rt' | 'ctx'): number {
  const lifetime: unknown = Reflect.get(owner, field)
  return Number(Reflect.get(present(lifetime, field) as object, 'value'))
}

/** Eight bytes of the heap, never freed, for passing one value. */
function scratchAddress(quickjs: object): number {
  const module: unknown = Reflect.get(quickjs, 'module')
  const allocate: unknown = Reflect.get(module as object, '_malloc')
  if (typeof allocate !== 'function') throw new Error('Cannot start the interpreter: it has no malloc')
  return (Number(allocate(16)) + 7) & ~7
}

function present<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null) {
    throw new Error(`Cannot start the interpreter: it has no ${name}`)
  }
  return value
}
