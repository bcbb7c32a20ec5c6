import { shellQuote } from '../../../core/shell-quote.ts'
import { joinPath, parentOf } from '../paths.ts'
import { type CommandCall, type CommandResult, failure, type VirtualCommand } from './command.ts'
import { joinResults } from './results.ts'

const VERSION = '10.8.2'

interface Package {
  readonly folder: string
  readonly name: string
  readonly version: string
  readonly scripts: Readonly<Record<string, string>>
}

/** The part of npm that needs no registry: `npm test`, `npm start`, `npm run [SCRIPT [-- ARG...]]`. */
export const npm: VirtualCommand = (call) => {
  const silent = call.args.some((arg) => /^(?:-s|--silent|--quiet|-q)$/.test(arg))
  const split = call.args.indexOf('--')
  const own = split < 0 ? call.args : call.args.slice(0, split)
  const passed = split < 0 ? [] : call.args.slice(split + 1)
  if (own.some((arg) => arg === '--version' || arg === '-v')) {
    return { exitCode: 0, stdout: `${VERSION}\n` }
  }
  const [command = 'help', ...operands] = own.filter((arg) => !arg.startsWith('-'))
  const script = scriptOf(command, operands[0])
  if (script === undefined) return unavailable(command)
  const found = findPackage(call)
  if (!found) return failure('npm error', `no package.json in ${call.cwd} or above it`, 254)
  if ('problem' in found) return failure('npm error', `package.json: ${found.problem}`)
  if (script === '') return listScripts(found)
  const rest = command.startsWith('run') ? operands.slice(1) : operands
  return runScript(call, found, script, { args: [...rest, ...passed], silent })
}

/** `npx` can only say what is missing. */
export const npx: VirtualCommand = ({ args }) => {
  const name = args.find((arg) => !arg.startsWith('-')) ?? ''
  return failure('npx', `cannot fetch '${name}': there is no package registry here`)
}

/** The script a command means; empty for the list of them, undefined for another command. */
function scriptOf(command: string, operand: string | undefined): string | undefined {
  if (command === 'test' || command === 't' || command === 'tst') return 'test'
  if (command === 'start' || command === 'stop' || command === 'restart') return command
  if (command === 'run' || command === 'run-script') return operand ?? ''
  return undefined
}

function unavailable(command: string): CommandResult {
  const reason = 'there is no package registry here; use the files and packages that are there'
  return failure('npm error', `cannot do '${command}': ${reason} (npm test and npm run work)`)
}

function findPackage({ tree, cwd }: CommandCall): Package | { problem: string } | undefined {
  for (let folder = cwd; ; folder = parentOf(folder)) {
    const node = tree.lookup(joinPath(folder, 'package.json'))
    if (node?.type === 'file') return readPackage(folder, node.data)
    if (folder === '/') return undefined
  }
}

function readPackage(folder: string, data: Uint8Array): Package | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(data))
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
  const { name, version, scripts } = Object(value) as Record<string, unknown>
  const texts = Object.entries(Object(scripts) as Record<string, unknown>).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return {
    folder,
    name: typeof name === 'string' ? name : '',
    version: typeof version === 'string' ? version : '',
    scripts: Object.fromEntries(texts),
  }
}

function listScripts({ scripts }: Package): CommandResult {
  const lines = Object.entries(scripts).map(([name, text]) => `  ${name}\n    ${text}\n`)
  return { exitCode: 0, stdout: lines.length > 0 ? `Scripts available:\n${lines.join('')}` : '' }
}

async function runScript(
  call: CommandCall,
  { folder, name, version, scripts }: Package,
  script: string,
  { args, silent }: { args: readonly string[]; silent: boolean },
): Promise<CommandResult> {
  if (!Object.hasOwn(scripts, script)) {
    const known = Object.keys(scripts).join(', ')
    return failure('npm error', `Missing script: "${script}" (there is: ${known || 'none'})`)
  }
  const results: CommandResult[] = []
  for (const stage of [`pre${script}`, script, `post${script}`]) {
    if (!Object.hasOwn(scripts, stage)) continue
    const extra = stage === script ? args.map((arg) => ` ${shellQuote(arg)}`) : []
    const line = `${scripts[stage]}${extra.join('')}`
    const title = [name, version].filter(Boolean).join('@')
    if (!silent) {
      results.push({
        exitCode: 0,
        stdout: `\n> ${title ? `${title} ` : ''}${stage}\n> ${line}\n\n`,
      })
    }
    const env = { npm_lifecycle_event: stage, npm_package_name: name, npm_package_version: version }
    const result = await call.run('bash', ['-c', line], { cwd: folder, env })
    results.push(result)
    if (result.exitCode !== 0 || call.fuel.stopped) break
  }
  return joinResults(results)
}
