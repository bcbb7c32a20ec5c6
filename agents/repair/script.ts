import { ConfigError, type EpisodeContext, shellQuote } from '../../core/index.ts'

/** The actions this agent takes: calls of tools that any repair environment has. */
export type RepairCall =
  | { readonly tool: 'bash'; readonly command: string }
  | { readonly tool: 'submit' }

/** A plan of what to do next, given what the last action showed. */
export type Script = Generator<RepairCall, void, string>

export const bash = (command: string): RepairCall => ({ tool: 'bash', command })
export const submit: RepairCall = { tool: 'submit' }

/** @throws ConfigError where the env has no shell to run tests in and nothing to submit. */
export function requireTools({ spec, actionSpace }: EpisodeContext<unknown, unknown>): void {
  const calls: readonly RepairCall[] = [bash('true'), submit]
  const missing = calls.find((call) => !actionSpace.contains(call))
  if (!missing) return
  throw new ConfigError(
    `Cannot play ${spec.id} as repair: its actions do not include ${JSON.stringify(missing)} (choose another agent or env)`,
  )
}

/** A command that writes a file exactly. */
export function writeCommand(path: string, text: string): string {
  let end = 'END_OF_FILE'
  while (text.includes(end)) end += '_'
  const folder = `mkdir -p ${shellQuote(folderOf(path))}`
  if (text.endsWith('\n'))
    return `${folder} && cat > ${shellQuote(path)} <<'${end}'\n${text}${end}\n`
  const bytes = new TextEncoder().encode(text).length
  return `${folder} && head -c ${bytes} > ${shellQuote(path)} <<'${end}'\n${text}\n${end}\n`
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash > 0 ? path.slice(0, slash) : '.'
}
