import type { QuickJSHandle } from 'quickjs-emscripten'
import { type EntryName, type Guest, isBuiltin, keepGuest, takeGuest } from './guest.ts'
import { formatOf } from './modules/format.ts'
import type { NodeRequest } from './run-node.ts'
import { chargeBytes, createRun, type Ending, type RunState } from './run-state.ts'
import type { TestEvent } from './test-events.ts'

/** What the interpreter is to run. */
export interface Program {
  readonly kind: 'file' | 'text' | 'module-text'
  /** Path of the file, or the text. */
  readonly source: string
  readonly argv: readonly string[]
  readonly execArgv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly preload: readonly string[]
  readonly namePatterns: readonly string[]
  readonly isOnly: boolean
  readonly printsResult: boolean
}

export interface ProgramResult {
  readonly exitCode: number
  readonly ending: Ending | undefined
  readonly events: readonly TestEvent[]
  readonly hasTests: boolean
}

const JOBS_AT_ONCE = 64
/** Price of a turn of the event loop, in bytes moved. */
const BYTES_PER_TURN = 4096
const FUEL_EXIT_CODE = 124
const MEMORY_EXIT_CODE = 134
const UNSETTLED_EXIT_CODE = 13

/** Runs one program in an interpreter of its own. */
export async function runProgram(request: NodeRequest, program: Program): Promise<ProgramResult> {
  const guest = await takeGuest(request.memoryMiB)
  const run = createRun(request, isBuiltin)
  guest.begin(run)
  let exitCode: number
  try {
    exitCode = new Loop(guest, run, program).run()
  } catch (error) {
    exitCode = brokenDown(run, error)
    return { exitCode, ending: run.ending, events: run.events, hasTests: run.hasTests }
  }
  if (run.ending?.kind !== 'memory') keepGuest(guest)
  return { exitCode, ending: run.ending, events: run.events, hasTests: run.hasTests }
}

/** The machine below the interpreter has no memory or stack left; the interpreter is lost with it. */
function brokenDown(run: RunState, error: unknown): number {
  if (run.ending?.kind === 'memory') return MEMORY_EXIT_CODE
  const isTrap = error instanceof Error && error.constructor.name === 'RuntimeError'
  if (!(error instanceof RangeError) && !isTrap) throw error
  const shown = 'RangeError: Maximum call stack size exceeded'
  run.ending = { kind: 'died', shown, stack: '', isPlain: false }
  return 1
}

/** Node's event loop around the interpreter: ticks, microtasks, rejections, timers, in that order. */
class Loop {
  readonly #guest: Guest
  readonly #run: RunState
  readonly #program: Program
  #main: QuickJSHandle | undefined

  constructor(guest: Guest, run: RunState, program: Program) {
    this.#guest = guest
    this.#run = run
    this.#program = program
  }

  run(): number {
    this.#start()
    this.#turnUntilIdle()
    let isBusy = true
    while (isBusy && this.#run.ending === undefined) {
      this.#call('finishTests')
      this.#drain()
      this.#call('beforeExit')
      isBusy = this.#turnUntilIdle()
    }
    return this.#exitCode()
  }

  #start(): void {
    const { context } = this.#guest
    const { argv, execArgv, env, preload, namePatterns, isOnly } = this.#program
    const settings = { argv, execArgv, env, cwd: this.#run.cwd }
    const parsed = context.evalCode(`(${JSON.stringify(settings)})`, 'settings')
    if (parsed.error) return
    this.#call('start', parsed.value)
    const patterns = context.newString(namePatterns.join('\u0001'))
    this.#call('selectTests', patterns, isOnly ? context.true : context.false)
    for (const specifier of preload) {
      this.#evaluateModule(`import ${JSON.stringify(specifier)}`, `${this.#run.cwd}/[preload]`)
      this.#drain()
    }
    if (this.#run.ending === undefined) this.#runMain()
  }

  #runMain(): void {
    const { context } = this.#guest
    const { kind, source, printsResult } = this.#program
    if (kind === 'module-text') {
      this.#evaluateModule(source, `${this.#run.cwd}/[eval1]`)
    } else if (kind === 'text') {
      const where = context.newString(`${this.#run.cwd}/[eval]`)
      const value = this.#call('runText', context.newString(source), where)
      if (printsResult && value !== undefined) this.#call('print', value)
    } else if (this.#formatOf(source) === 'module') {
      this.#evaluateModule(`import ${JSON.stringify(source)}`, '?main')
    } else {
      this.#call('runMain', context.newString(source))
    }
  }

  #formatOf(path: string): string {
    return formatOf(path, this.#run.request.files, this.#run.packages)
  }

  #evaluateModule(source: string, name: string): void {
    const { context, engine } = this.#guest
    const result = context.evalCode(source, name, { type: 'module' })
    if (result.error) {
      engine.rejections.clear()
      this.#uncaught(result.error)
      return
    }
    this.#main = result.value
  }

  /** Returns whether there was anything to do. */
  #turnUntilIdle(): boolean {
    for (let turns = 0; ; turns++) {
      this.#drain()
      if (this.#run.ending !== undefined) return turns > 0
      this.#run.flushed = this.#run.events.length
      chargeBytes(this.#run, BYTES_PER_TURN)
      const result = this.#call('turn')
      const wait = result === undefined ? 0 : this.#guest.context.getNumber(result)
      if (wait < 0) return turns > 0
      if (wait > 0 && !this.#run.request.budget.sleep(wait)) this.#run.ending ??= { kind: 'fuel' }
    }
  }

  /** Runs ticks and microtasks until there are none, then tells of rejections nobody handled. */
  #drain(): void {
    const { runtime, rejections, context } = this.#guest.engine
    while (this.#run.ending === undefined) {
      if (this.#run.ticksPending) {
        this.#run.ticksPending = false
        this.#call('drainTicks')
      } else if (runtime.hasPendingJob()) {
        const result = runtime.executePendingJobs(JOBS_AT_ONCE)
        if (result.error) this.#uncaught(result.error)
      } else if (rejections.size > 0) {
        for (const { reason, promise, tag } of rejections.take()) {
          this.#call('unhandledRejection', reason, promise, context.newNumber(tag))
        }
      } else {
        return
      }
    }
  }

  /** Calls a function of the guest; what it throws is an uncaught exception of the program. */
  #call(name: EntryName, ...args: QuickJSHandle[]): QuickJSHandle | undefined {
    if (this.#run.ending !== undefined) return undefined
    const { context, entry } = this.#guest
    const result = context.callFunction(entry[name], context.undefined, args)
    if (!result.error) return result.value
    this.#uncaught(result.error)
    return undefined
  }

  #uncaught(error: QuickJSHandle): void {
    if (this.#run.ending !== undefined) return
    const { context, entry } = this.#guest
    const result = context.callFunction(entry.uncaught, context.undefined, error)
    if (result.error) this.#run.ending ??= this.#lastWords(result.error)
  }

  /** Reporting the error failed too: for want of memory, or because of what the program patched. */
  #lastWords(error: QuickJSHandle): Ending {
    const problem: unknown = this.#guest.context.dump(error)
    const message =
      typeof problem === 'object' && problem !== null && 'message' in problem
        ? String(problem.message)
        : String(problem)
    if (message.includes('out of memory')) return { kind: 'memory' }
    return { kind: 'died', shown: message, stack: '', isPlain: true }
  }

  #exitCode(): number {
    const run = this.#run
    if (run.ending === undefined) {
      const code = this.#call('exit')
      if (run.ending === undefined) {
        const own = code === undefined ? 0 : this.#guest.context.getNumber(code)
        if (own === 0 && !run.hasTests && this.#isUnsettled()) return UNSETTLED_EXIT_CODE
        return run.hasFailures && own === 0 ? 1 : own
      }
    }
    switch ((run.ending as Ending).kind) {
      case 'fuel':
        return FUEL_EXIT_CODE
      case 'memory':
        return MEMORY_EXIT_CODE
      default:
        return this.#exited()
    }
  }

  /** `process.exit()` loses the results that had not left the process yet. */
  #exited(): number {
    const { events, flushed, ending } = this.#run
    const kept = events.filter((event, index) => index < flushed || event.type === 'output')
    events.splice(0, events.length, ...kept)
    return ending?.kind === 'exit' ? ending.code : 1
  }

  #isUnsettled(): boolean {
    if (this.#main === undefined) return false
    return this.#guest.context.getPromiseState(this.#main).type === 'pending'
  }
}
