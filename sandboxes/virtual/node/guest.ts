import { readdirSync, readFileSync } from 'node:fs'
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten'
import { createEngine, type Engine } from './engine/engine.ts'
import { hostFunctions } from './host-functions.ts'
import { BRIDGE, moduleSource } from './modules/module-source.ts'
import { PackageError } from './modules/packages.ts'
import { ResolveError } from './modules/resolve.ts'
import { chargeBytes, type RunState, spend } from './run-state.ts'

/** An interpreter with Node's modules in it, ready to run programs one after the other. */
export interface Guest {
  readonly context: QuickJSContext
  readonly engine: Engine
  readonly entry: Readonly<Record<EntryName, QuickJSHandle>>
  readonly memoryMiB: number
  /** Makes `run` the current one and everything in the interpreter new. */
  begin(run: RunState): void
}

const ENTRY_NAMES = [
  'start',
  'selectTests',
  'runMain',
  'runText',
  'importCommonJs',
  'turn',
  'drainTicks',
  'unhandledRejection',
  'uncaught',
  'print',
  'finishTests',
  'beforeExit',
  'exit',
  'resolveError',
] as const
export type EntryName = (typeof ENTRY_NAMES)[number]

const INTERNAL = 'node:internal/'
const FAILED = '!'
const GUEST_FOLDER = new URL('./guest/', import.meta.url)
/** Price of a call to the host, in bytes moved. */
const BYTES_PER_CALL = 1024
const FIRST_NOW = Date.UTC(2024, 0, 1)

let sources: ReadonlyMap<string, string> | undefined
let builtinNames: ReadonlySet<string> = new Set()
const spares = new Map<number, Guest>()

/** The interpreter kept for the next program, or a new one. */
export async function takeGuest(memoryMiB: number): Promise<Guest> {
  const guest = spares.get(memoryMiB)
  spares.delete(memoryMiB)
  return guest ?? createGuest(memoryMiB)
}

/** Keeps an interpreter for the next program with as much memory. */
export function keepGuest(guest: Guest): void {
  spares.set(guest.memoryMiB, guest)
}

export const isBuiltin = (name: string): boolean => builtinNames.has(name)

async function createGuest(memoryMiB: number): Promise<Guest> {
  let run: RunState | undefined
  let isBooting = true
  let testCell = 0
  const entry: Partial<Record<EntryName, QuickJSHandle>> = {}
  const current = (): RunState => {
    if (run === undefined) throw new Error('The interpreter has no program to work for')
    return run
  }
  sources ??= readSources()
  const texts = sources

  const engine = await createEngine({
    memoryMiB,
    onMemoryExhausted() {
      if (run !== undefined) run.ending ??= { kind: 'memory' }
    },
    now: () => (isBooting || run === undefined ? FIRST_NOW : run.request.clock.now()),
    interrupt: () => run !== undefined && !spend(run, 1),
    tag: (memory) => new Int32Array(memory.buffer)[testCell] ?? 0,
    setUp(context, memory) {
      const functions = hostFunctions(context, current, () => {
        testCell = findCell(memory)
      })
      installFunctions(context, functions, () => {
        if (run !== undefined) chargeBytes(run, BYTES_PER_CALL)
      })
      context.runtime.setModuleLoader(
        (name) => loadModule(name, isBooting, texts, current, context, entry),
        (base, name) => normalizeModule(base, name, isBooting, current),
      )
      boot(context, entry)
      isBooting = false
    },
  })

  return {
    memoryMiB,
    context: engine.context,
    engine,
    entry: entry as Record<EntryName, QuickJSHandle>,
    begin(next) {
      run = undefined
      engine.reset()
      run = next
    },
  }
}

/** Index of the word that holds the current test: where the guest has put eight known words. */
function findCell(memory: WebAssembly.Memory): number {
  const words = new Int32Array(memory.buffer)
  const pattern = Array.from({ length: 8 }, (_, index) => Math.imul(index + 1, 0x9e3779b1))
  const first = pattern[0] ?? 0
  for (let at = words.indexOf(first); at >= 0; at = words.indexOf(first, at + 1)) {
    if (pattern.every((word, index) => words[at + index] === word)) return at
  }
  throw new Error('Cannot start Node in the interpreter: the current test is not where it was put')
}

function readSources(): ReadonlyMap<string, string> {
  const names = readdirSync(GUEST_FOLDER).filter((name) => name.endsWith('.js'))
  return new Map(
    names.map((name) => [
      `${INTERNAL}${name.slice(0, -'.js'.length)}`,
      readFileSync(new URL(name, GUEST_FOLDER), 'utf8'),
    ]),
  )
}

function installFunctions(
  context: QuickJSContext,
  functions: ReturnType<typeof hostFunctions>,
  charge: () => void,
): void {
  const object = context.newObject()
  for (const [name, fn] of Object.entries(functions)) {
    const charged = (...args: QuickJSHandle[]) => {
      charge()
      return fn(...args)
    }
    context.setProp(object, name, context.newFunction(name, charged))
  }
  context.setProp(context.global, 'hostFunctions', object)
}

/** Loads every module of ours, and one `node:name` for each of Node's that there is. */
function boot(context: QuickJSContext, entry: Partial<Record<EntryName, QuickJSHandle>>): void {
  const main = evaluate(context, `export { entry } from '${INTERNAL}main'`, 'boot')
  const functions = context.getProp(main, 'entry')
  for (const name of ENTRY_NAMES) entry[name] = context.getProp(functions, name)
  const list = context.getProp(functions, 'builtinNames')
  const names = context.getString(list).split(',')
  builtinNames = new Set(names)
  for (const name of names) evaluate(context, `import 'node:${name}'`, 'boot')
  evaluate(context, `import '${BRIDGE}'`, 'boot')
}

function evaluate(context: QuickJSContext, source: string, name: string): QuickJSHandle {
  const result = context.evalCode(source, name, { type: 'module' })
  if (result.error) {
    const problem: unknown = context.dump(result.error)
    throw new Error(`Cannot start Node in the interpreter: ${JSON.stringify(problem)}`)
  }
  return result.value
}

function loadModule(
  name: string,
  isBooting: boolean,
  texts: ReadonlyMap<string, string>,
  current: () => RunState,
  context: QuickJSContext,
  entry: Partial<Record<EntryName, QuickJSHandle>>,
) {
  const internal = texts.get(name)
  if (internal !== undefined) return internal
  if (isBooting) return builtinSource(context, name.slice('node:'.length), entry)
  const run = current()
  return guarded(context, entry, () => {
    if (name.startsWith(FAILED)) {
      const [code = '', ...message] = name.slice(FAILED.length).split('\n')
      throw new ResolveError(code, message.join('\n'))
    }
    return moduleSource(name, {
      files: run.request.files,
      packages: run.packages,
      resolver: run.resolver,
    })
  })
}

function normalizeModule(
  base: string,
  name: string,
  isBooting: boolean,
  current: () => RunState,
): string {
  if (isBooting || name === BRIDGE) return name
  // The names of files whose exact path the host has resolved come with a mark.
  if (base.endsWith('?require') || base === '?main') return name
  if (name.startsWith('data:')) return name
  try {
    return current().resolver.resolve(name, base, false)
  } catch (error) {
    // The library loses an error thrown here: the loader throws it for a name that says what it was.
    if (error instanceof ResolveError) return `${FAILED}${error.code}\n${error.message}`
    throw error
  }
}

/** Turns what Node would throw into an error object of the guest. */
function guarded(
  context: QuickJSContext,
  entry: Partial<Record<EntryName, QuickJSHandle>>,
  action: () => string,
): string | { error: Error } {
  try {
    return action()
  } catch (error) {
    const isNodes = error instanceof ResolveError || error instanceof PackageError
    const make = entry.resolveError
    if (!isNodes || make === undefined) throw error
    const code = context.newString(
      error instanceof ResolveError ? error.code : 'ERR_INVALID_PACKAGE_CONFIG',
    )
    const made = context.callFunction(
      make,
      context.undefined,
      code,
      context.newString(error.message),
    )
    if (made.error) throw error
    // The library throws a handle into the guest as it is, though its types say `Error`.
    return { error: made.value as unknown as Error }
  }
}

/** A module `node:name` that hands out what the guest's table has under the name. */
function builtinSource(
  context: QuickJSContext,
  name: string,
  entry: Partial<Record<EntryName, QuickJSHandle>>,
): string {
  const module = evaluate(context, `export { entry } from '${INTERNAL}main'`, 'names')
  const namesOf = context.getProp(context.getProp(module, 'entry'), 'namesOf')
  const result = context.callFunction(namesOf, context.undefined, context.newString(name))
  if (result.error || entry.start === undefined)
    throw new Error(`Cannot start Node: no module ${name}`)
  const names = context
    .getString(result.value)
    .split(',')
    .filter((key) => /^[A-Za-z_$][\w$]*$/.test(key))
  const bindings = names.map((key, index) => `const e${index}=m[${JSON.stringify(key)}];`).join('')
  const list = names.map((key, index) => `,e${index} as ${JSON.stringify(key)}`).join('')
  return `import{builtinTable}from'${INTERNAL}builtins';const m=builtinTable[${JSON.stringify(name)}];${bindings}export{m as default${list}}`
}
