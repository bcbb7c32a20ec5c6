/** How a runner's own command is taken over. */
export interface RunnerCommand {
  readonly runner: 'jest' | 'vitest'
  /** Options that ask for something else than a run of all tests, or for a run we cannot guard. */
  readonly refused: RegExp
  /** Options that the harness sets itself. */
  readonly dropped: RegExp
}

/** Variables to set, and the arguments for the runner. */
export interface TakenCommand {
  readonly environment: readonly string[]
  readonly args: readonly string[]
}

const LAUNCHER = /^(?:npx(?: (?:--no-install|--no|--yes|-y))?|yarn(?: run)?|pnpm(?: exec)?|bunx) /

/** Undefined where the command is more than one run of the runner: pipes, `&&`, scripts of package.json. */
export function takeOver(command: string, runner: RunnerCommand): TakenCommand | undefined {
  const words = wordsOf(command.trim())
  if (!words) return undefined
  const first = words.findIndex((word) => !/^\w+=/.test(word) && word !== 'cross-env')
  const environment = words.slice(0, Math.max(first, 0)).filter((word) => word !== 'cross-env')
  const rest = `${words.slice(first).join('\n')}\n`.replaceAll('\n', ' ')
  const launched = LAUNCHER.exec(rest)?.[0].trim().split(' ').length ?? 0
  const [program = '', ...all] = words.slice(first + launched)
  if (!new RegExp(`^(?:(?:\\./)?node_modules/\\.bin/)?${runner.runner}$`).test(program))
    return undefined
  if (all.some((word) => runner.refused.test(word))) return undefined
  return { environment, args: withoutDropped(all, runner.dropped) }
}

/** Words of a simple command; undefined where the shell would do more with it. */
function wordsOf(command: string): readonly string[] | undefined {
  const words: string[] = []
  const pattern = /\s*((?:[\w@%+=:,./^-]|'[^']*'|"[^"$`\\]*")+)(?=\s|$)/y
  let at = 0
  while (at < command.length) {
    pattern.lastIndex = at
    const [whole, word] = pattern.exec(command) ?? []
    if (whole === undefined || word === undefined) return undefined
    words.push(word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, one, two) => one ?? two))
    at += whole.length
  }
  return words
}

/** `--name=value`, and `--name value` where a value follows. */
function withoutDropped(args: readonly string[], dropped: RegExp): readonly string[] {
  const kept: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (!dropped.test(arg)) kept.push(arg)
    else if (VALUED.test(arg) && !/^-/.test(args[at + 1] ?? '-')) at++
  }
  return kept
}

const VALUED =
  /^(?:-w|--(?:maxWorkers|reporters?|outputFile|pool|testRunner|workerIdleMemoryLimit))$/
