import type { Bash, BashOptions, Command, ResolvedCommandContext } from 'just-bash'
import type { Fuel } from './fuel.ts'

const MAX_STRING = 2 ** 20
/** What a command may take at once: those that go through their input once get more than programs. */
const MAX_TEXT = 4 * 2 ** 20
const maxTexts: Readonly<Record<string, number>> = {
  awk: MAX_STRING,
  jq: MAX_STRING,
  sed: MAX_STRING / 4,
  xan: MAX_STRING,
  yq: MAX_STRING,
}
const MAX_LINES = 100_000

/**
 * Bounds of what the shell does in one step, where nothing else counts. They are far from what
 * ordinary commands need; a command that reaches one fails with exit code 126.
 */
export const shellLimits: NonNullable<BashOptions['executionLimits']> = {
  // Commands and simulated time are counted by `Fuel`.
  maxExecutionTimeMs: Number.POSITIVE_INFINITY,
  // Every append to an array copies it.
  maxArrayElements: 10_000,
  maxBraceExpansionResults: 10_000,
  maxAwkIterations: 100_000,
  maxSedIterations: 10_000,
  maxJqIterations: 100_000,
  maxQueryElements: 100_000,
  maxWorkUnits: 5_000_000,
  maxTraversalEntries: 100_000,
  maxSourceBytes: MAX_STRING,
  maxFileDescriptors: 64,
  maxStringLength: MAX_STRING,
  maxHeredocSize: MAX_STRING,
  maxOutputSize: 16 * 2 ** 20,
  maxLiveBytes: 64 * 2 ** 20,
  maxInputBytes: 64 * 2 ** 20,
  maxArchiveBytes: 16 * 2 ** 20,
  maxArchiveEntryBytes: 16 * 2 ** 20,
  maxCallDepth: 100,
}

/**
 * The shell compares its count of commands with its limit before every command, that of rounds before
 * every round of a loop, and lengths with theirs wherever it builds text. Answering these questions is
 * how work is metered; a refusal is the one stop that keeps the output so far (an aborted signal
 * drops it).
 */
export function meterShell(bash: Bash, fuel: Fuel, isOver: () => boolean): void {
  const limits: unknown = Reflect.get(bash, 'limits')
  const commands: unknown = Reflect.get(bash, 'commands')
  if (typeof limits !== 'object' || limits === null || !(commands instanceof Map)) {
    throw new Error('just-bash keeps its limits and commands elsewhere: this version is not known')
  }
  const answer = (maximum: number, may: () => boolean) => ({
    get: () => (may() && !isOver() ? maximum : REFUSED),
  })
  Object.defineProperties(limits, {
    // Not enumerable: the copies of the limits that commands get must not count.
    maxCommandCount: {
      ...answer(Number.MAX_SAFE_INTEGER, () => fuel.command()),
      enumerable: false,
    },
    maxLoopIterations: {
      ...answer(Number.MAX_SAFE_INTEGER, () => fuel.round()),
      enumerable: false,
    },
    maxStringLength: { ...answer(MAX_STRING, () => fuel.expand()), enumerable: true },
  })
  for (const command of commands.values() as Iterable<Command>) meterCommand(command, fuel)
}

const REFUSED = -1
/** What the shell says about the limits that are refused here. */
export const REFUSALS =
  /^.*(?:\(>?-1\)|\(-1 bytes\)|\(>-1 bytes\)|: work work limit exceeded \(\d+\)).*\n/gm

/** Counts what a command is given and what it prints; its input was another's output or a file. */
function meterCommand(command: Command, fuel: Fuel): void {
  const execute = command.execute.bind(command)
  command.execute = async (args, context) => {
    for (const arg of args) fuel.transfer(arg.length)
    const maxText = maxTexts[command.name] ?? MAX_TEXT
    const result = await execute(args, roomier(context, maxText))
    fuel.transfer(result.stdout.length + result.stderr.length)
    return result
  }
}

/** The context of a command with limits for text and lines that suit files, not variables. */
function roomier(context: ResolvedCommandContext, maxText: number): ResolvedCommandContext {
  const limits = { ...context.limits, maxStringLength: maxText, maxArrayElements: MAX_LINES }
  const properties = Object.getOwnPropertyDescriptors(context)
  return Object.defineProperties(Object.create(Object.getPrototypeOf(context)), {
    ...properties,
    limits: { value: limits, enumerable: true },
  })
}
