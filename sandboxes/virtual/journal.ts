import type { OpenRequest, Operation, WorkerOperations } from './protocol.ts'

interface Step {
  readonly operation: Operation
  readonly args: readonly unknown[]
  readonly before: Step | undefined
}

/**
 * What made a sandbox what it is. As everything in it is deterministic, doing it again gives the same
 * sandbox on another thread. Never changed: a fork shares its parent's.
 */
export interface Journal {
  readonly open: OpenRequest
  readonly last: Step | undefined
}

const changing: ReadonlySet<Operation> = new Set<Operation>([
  'open',
  'exec',
  'writeFiles',
  'remove',
  'putTar',
  'restore',
])

/** The arguments as they are now, for a journal: the caller may change its buffers afterwards. */
export function keepArguments<Args extends readonly unknown[]>(
  operation: Operation,
  args: Args,
): Args {
  // A snapshot is opaque and may be large.
  return operation === 'restore' || !changing.has(operation) ? args : structuredClone(args)
}

/** The journal after one more operation. */
export function record(
  journal: Journal | undefined,
  operation: Operation,
  args: readonly unknown[],
): Journal | undefined {
  if (operation === 'open') {
    const [open] = args as Parameters<WorkerOperations['open']>
    return { open, last: undefined }
  }
  if (!journal || !changing.has(operation)) return journal
  // Nothing before a restore is left in the sandbox.
  if (operation === 'restore') {
    return { open: { ...journal.open, files: {} }, last: { operation, args, before: undefined } }
  }
  return { ...journal, last: { operation, args, before: journal.last } }
}

/** The operations that make the sandbox again, in order. */
export function replayOf(journal: Journal): Pick<Step, 'operation' | 'args'>[] {
  const steps: Pick<Step, 'operation' | 'args'>[] = []
  for (let step = journal.last; step; step = step.before) steps.push(step)
  steps.push({ operation: 'open', args: [journal.open] })
  return steps.reverse()
}
