import { failure, type VirtualCommand } from './command.ts'

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `10`, `0.5`, `2m` in milliseconds; undefined where it is no duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text)
  if (!match) return text === 'infinity' ? Number.POSITIVE_INFINITY : undefined
  return Number(match[1]) * (unitMs[match[2] || 's'] ?? 1000)
}

/** Moves the simulated clock; nothing waits. */
export const sleep: VirtualCommand = ({ args, fuel }) => {
  if (args.length === 0) return failure('sleep', 'missing operand')
  let total = 0
  for (const arg of args) {
    const ms = parseDuration(arg)
    if (ms === undefined) return failure('sleep', `invalid time interval '${arg}'`)
    total += ms
  }
  return { exitCode: fuel.sleep(total) ? 0 : 124 }
}

/** `timeout [-k D] [-s SIG] [--preserve-status] DURATION COMMAND...` on the simulated clock. */
export const timeout: VirtualCommand = async ({ args, fuel, run }) => {
  const rest = [...args]
  while (rest[0]?.startsWith('-')) {
    const flag = rest.shift()
    if (flag === '-k' || flag === '-s') rest.shift()
    if (flag === '--') break
  }
  const [duration, command, ...commandArgs] = rest
  if (duration === undefined || command === undefined)
    return failure('timeout', 'missing operand', 125)
  const ms = parseDuration(duration)
  if (ms === undefined) return failure('timeout', `invalid time interval '${duration}'`, 125)
  if (ms === 0) return run(command, commandArgs)
  return fuel.within(ms, async (scope) => {
    const result = await run(command, commandArgs, { signal: scope.signal })
    if (!scope.expired) return result
    const stderr = (result.stderr ?? '').replace('bash: execution aborted\n', '')
    return { ...result, stderr, exitCode: 124 }
  })
}
