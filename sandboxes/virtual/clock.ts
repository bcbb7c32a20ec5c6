/**
 * Simulated time of one virtual sandbox. It moves only when work is done (a command, an interpreter
 * interrupt) or something sleeps, so equal commands take equal time on every machine.
 */
export interface VirtualClock {
  /** Milliseconds since the epoch. */
  now(): number
  advance(ms: number): void
}

/** What one exec may still spend. Running out stops the command; it never throws by itself. */
export interface Budget {
  /** Takes interpreter interrupts and moves the clock; false when the exec must stop now. */
  spend(interrupts: number): boolean
  /** Moves the clock by a sleep or timer; false when the exec's time limit is reached by it. */
  sleep(ms: number): boolean
  readonly exhausted: boolean
}
