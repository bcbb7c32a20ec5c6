import { createPackages, type Packages } from './modules/packages.ts'
import { createResolver, type Resolver } from './modules/resolve.ts'
import type { NodeRequest } from './run-node.ts'
import type { TestEvent } from './test-events.ts'

/** How a program ended before it had nothing left to do. */
export type Ending =
  | { readonly kind: 'exit'; readonly code: number }
  | {
      readonly kind: 'died'
      readonly shown: string
      readonly stack: string
      readonly isPlain: boolean
    }
  | { readonly kind: 'fuel' }
  | { readonly kind: 'memory' }

/** All that belongs to one run of one program; the interpreter's host functions work on it. */
export interface RunState {
  readonly request: NodeRequest
  readonly startTime: number
  readonly packages: Packages
  readonly resolver: Resolver
  readonly events: TestEvent[]
  readonly random: () => number
  /** Working directory: `process.chdir()` moves it. */
  cwd: string
  ending: Ending | undefined
  hasTests: boolean
  hasFailures: boolean
  ticksPending: boolean
  /** Events of earlier turns of the event loop; what came later is lost when the program exits. */
  flushed: number
  readonly written: { stdout: number; stderr: number }
  chargedBytes: number
  failure: { failureType: string; location: string; yaml: string; shown: string } | undefined
}

/** Bytes a host function moves for the price of one interpreter interrupt. */
const BYTES_PER_INTERRUPT = 65_536

export function createRun(request: NodeRequest, isBuiltin: (name: string) => boolean): RunState {
  const packages = createPackages(request.files)
  return {
    request,
    startTime: request.clock.now(),
    packages,
    resolver: createResolver({ files: request.files, packages, isBuiltin }),
    events: [],
    random: seededRandom(request.env['PALAESTRA_SEED'] ?? '1'),
    cwd: request.cwd,
    ending: undefined,
    hasTests: false,
    hasFailures: false,
    ticksPending: false,
    flushed: 0,
    written: { stdout: 0, stderr: 0 },
    chargedBytes: 0,
    failure: undefined,
  }
}

/** Takes fuel; the program is stopped at the next interrupt once there is none. */
export function spend(run: RunState, interrupts: number): boolean {
  if (run.ending !== undefined) return false
  if (run.request.budget.spend(interrupts)) return true
  run.ending = { kind: 'fuel' }
  return false
}

/** Charges the bytes a host function moved: those do not show as interpreter interrupts. */
export function chargeBytes(run: RunState, bytes: number): void {
  run.chargedBytes += bytes
  const interrupts = Math.floor(run.chargedBytes / BYTES_PER_INTERRUPT)
  if (interrupts === 0) return
  run.chargedBytes -= interrupts * BYTES_PER_INTERRUPT
  spend(run, interrupts)
}

/** Keeps output up to the limit, in whole characters. */
export function writeOutput(run: RunState, stream: 'stdout' | 'stderr', text: string): void {
  if (run.ending !== undefined || text === '') return
  const bytes = Buffer.byteLength(text)
  chargeBytes(run, bytes)
  const room = run.request.maxOutputBytes - run.written[stream]
  if (room <= 0) return
  run.written[stream] += bytes
  run.events.push({ type: 'output', stream, text: bytes <= room ? text : cut(text, room) })
}

function cut(text: string, bytes: number): string {
  const kept = Buffer.from(text).subarray(0, bytes).toString('utf8')
  return kept.endsWith('\uFFFD') ? kept.slice(0, -1) : kept
}

/** Mulberry32 over a hash of the seed: the programs' random numbers, equal on every machine. */
function seededRandom(seed: string): () => number {
  let state = 0x811c9dc5
  for (const character of seed)
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
