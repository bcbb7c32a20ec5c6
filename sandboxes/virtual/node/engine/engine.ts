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
import { exportTable, TABLE_EXPORT } from './wasm-patch.ts'

/** One interpreter, set up and photographed; `reset()` brings it back to that moment. */
export interface Engine {
  readonly context: QuickJSContext
  readonly runtime: QuickJSRuntime
  readonly rejections: Rejections
  readonly memory: WebAssembly.Memory
  reset(): void
}

export interface EngineOptions {
  /** Memory for the program. The interpreter's own limit does not count sizes, so the machine's is set. */
  readonly memoryMiB: number
  readonly onMemoryExhausted: () => void
  readonly now: () => number
  readonly interrupt: () => boolean
  /** Evaluates what every run needs; runs once, before the photograph. */
  readonly setUp: (context: QuickJSContext, memory: WebAssembly.Memory) => void
  /** A number to remember with each unhandled rejection. */
  readonly tag: (memory: WebAssembly.Memory) => number
}

const MIB = 1024 * 1024
const PAGE_BYTES = 65_536

/** What the interpreter's stack, its constants and Node's modules take before a program begins. */
const BASE_MIB = 8

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
  const pages = ((BASE_MIB + options.memoryMiB) * MIB) / PAGE_BYTES
  const heap = new WebAssembly.Memory({ initial: pages, maximum: pages })
  const variant = newVariant(RELEASE_SYNC, {
    wasmMemory: heap as never,
    emscriptenModule: {
      instantiateWasm(imports, onSuccess) {
        closeDoors(firstNamespace(imports), { ...options, memory: heap })
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
  const photograph = snapshotMemory(heap)

  return {
    context,
    runtime,
    rejections,
    memory: heap,
    reset() {
      photograph.restore()
      rejections.clear()
    },
  }
}

async function compile(): Promise<WebAssembly.Module> {
  const require = createRequire(createRequire(import.meta.url).resolve('quickjs-emscripten'))
  const path = require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')
  return WebAssembly.compile(exportTable(await readFile(path)))
}

function firstNamespace(imports: WebAssembly.Imports): Record<string, unknown> {
  return present(Object.values(imports)[0], 'imports')
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
  if (typeof allocate !== 'function')
    throw new Error('Cannot start the interpreter: it has no malloc')
  return (Number(allocate(16)) + 7) & ~7
}

function present<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null) {
    throw new Error(`Cannot start the interpreter: it has no ${name}`)
  }
  return value
}
