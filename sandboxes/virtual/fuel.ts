import { getHeapStatistics } from 'node:v8'
import type { Budget, VirtualClock } from './clock.ts'

/** Simulated time of one shell command and of one interrupt check of the interpreter. */
const COMMAND_MS = 2
const INTERRUPT_MS = 5
/** Characters the shell may look at in a simulated millisecond. */
const WORK_PER_MS = 10_000
/** Long text is gone over more often: to find its length, to match, to parse it for `eval`. */
const PASS_LENGTH = 2 ** 14
const MAX_PASSES = 16
/** Work of one character that a command reads or prints. */
const TRANSFER_WORK = 20
/**
 * A loop can only be left with its output between two rounds, so the round that reaches the limit
 * may end. Only where commands themselves used up the limit: nothing follows a sleep that did.
 */
const GRACE_COMMANDS = 100
const GRACE_WORK = 20_000_000

/**
 * The share of the thread's heap at which an exec is stopped whatever it counted: a thread that runs
 * out of memory takes all its sandboxes along, and can end the process.
 */
const HEAP_SHARE = 0.6

export type StopReason = 'time' | 'commands' | 'interrupts' | 'memory' | 'cancelled'

/** A stretch of an exec with a deadline of its own, as `timeout 5 ...` opens one. */
export interface FuelScope {
  readonly deadlineMs: number
  readonly signal: AbortSignal
  readonly expired: boolean
}

export interface FuelOptions {
  readonly clock: VirtualClock
  readonly timeoutMs: number
  readonly commands: number
  readonly interrupts: number
  /** Units of text the shell may write to variables. */
  readonly memory: number
  /** Asked at every command and interrupt: true when the caller no longer wants the result. */
  readonly cancelled: () => boolean
}

/**
 * What one exec may spend: simulated time, commands and interrupts. Everything here is counted work,
 * so an exec stops at the same place on every machine.
 */
export class Fuel implements Budget {
  readonly #options: FuelOptions
  readonly #deadlineMs: number
  readonly #scopes: { deadlineMs: number; controller: AbortController }[] = []
  #commands = 0
  #grace = 0
  #interrupts = 0
  #memory = 0
  #work = 0
  #longest = 0
  #graceWork = GRACE_WORK
  #stopped: StopReason | undefined

  constructor(options: FuelOptions) {
    this.#options = options
    this.#deadlineMs = options.clock.now() + options.timeoutMs
  }

  /** Why the whole exec has to stop; an expired inner scope is not meant. */
  get stopped(): StopReason | undefined {
    return this.#stopped
  }

  get exhausted(): boolean {
    return (
      this.#stopped !== undefined || this.#scopes.some((scope) => scope.controller.signal.aborted)
    )
  }

  /** Counts characters looked at, which take time. */
  work(units: number): void {
    this.#work += units
    if (this.#work < WORK_PER_MS) return
    const { clock } = this.#options
    const ms = Math.floor(this.#work / WORK_PER_MS)
    clock.advance(Math.max(0, Math.min(ms, this.#deadlineMs - clock.now())))
    this.#work %= WORK_PER_MS
  }

  /** Counts text written to the shell's variables; running out stops the exec at its next step. */
  allocate(units: number): void {
    this.#longest = Math.max(this.#longest, units)
    this.#memory += units
    this.work(units)
    if (this.#memory > this.#options.memory) this.#stop('memory')
  }

  /**
   * Counts a command's input or output of this length, by a rate that suits the slowest of them.
   */
  transfer(units: number): void {
    this.#longest = Math.max(this.#longest, units)
    this.work(units * TRANSFER_WORK)
  }

  /**
   * Counts one step of building text, as if of the longest text there was: the shell does not say
   * which it is. False when the exec must end here, whatever becomes of its output.
   */
  expand(): boolean {
    const work = this.#longest * Math.min(MAX_PASSES, 1 + this.#longest / PASS_LENGTH)
    if (this.#stopped) {
      this.#graceWork -= work
      return this.#stopped !== 'memory' && this.#graceWork > 0
    }
    this.work(work)
    this.#check()
    return true
  }

  /** Counts one shell command; false when it must not run. */
  command(): boolean {
    if (this.#stopped) return this.#stopped !== 'memory' && this.#grace-- > 0
    this.#options.clock.advance(COMMAND_MS)
    if (++this.#commands > this.#options.commands) this.#stop('commands')
    this.#check()
    if (this.#stopped) this.#grace = GRACE_COMMANDS
    return true
  }

  /** Asked before every round of a loop; false when the loop must end. */
  round(): boolean {
    if (this.#stopped) this.#grace = 0
    return this.#stopped === undefined
  }

  spend(interrupts: number): boolean {
    this.#interrupts += interrupts
    this.#options.clock.advance(interrupts * INTERRUPT_MS)
    if (this.#interrupts > this.#options.interrupts) this.#stop('interrupts')
    return this.#check()
  }

  sleep(ms: number): boolean {
    const { clock } = this.#options
    const nearest = Math.min(this.#deadlineMs, ...this.#scopes.map((scope) => scope.deadlineMs))
    clock.advance(Math.max(0, Math.min(ms, nearest - clock.now())))
    return this.#check()
  }

  /** Runs `work` under a nearer deadline. The scope's signal aborts when that deadline passes. */
  async within<T>(ms: number, work: (scope: FuelScope) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    const deadlineMs = this.#options.clock.now() + ms
    const scope = { deadlineMs, controller }
    this.#scopes.push(scope)
    try {
      return await work({
        deadlineMs,
        signal: controller.signal,
        get expired() {
          return controller.signal.aborted
        },
      })
    } finally {
      this.#scopes.splice(this.#scopes.indexOf(scope), 1)
    }
  }

  #stop(reason: StopReason): void {
    this.#stopped ??= reason
    for (const scope of this.#scopes) scope.controller.abort()
  }

  #check(): boolean {
    const now = this.#options.clock.now()
    if (this.#options.cancelled()) this.#stop('cancelled')
    if (now >= this.#deadlineMs) this.#stop('time')
    if (isHeapFull()) this.#stop('memory')
    for (const scope of this.#scopes) if (now >= scope.deadlineMs) scope.controller.abort()
    return !this.exhausted
  }
}

function isHeapFull(): boolean {
  const { used_heap_size, heap_size_limit } = getHeapStatistics()
  return used_heap_size > heap_size_limit * HEAP_SHARE
}
