import { resolvePath } from '../paths.ts'
import { type CommandResult, failure, reasonOf, type VirtualCommand } from './command.ts'
import { joinResults } from './results.ts'

/** As much as goes into one command line. */
const MAX_LINE_BYTES = 2 ** 17
const MAX_LINE_ARGS = 4096

interface XargsOptions {
  replace: string | undefined
  maxArgs: number | undefined
  maxLines: number | undefined
  delimiter: string | undefined
  skipEmpty: boolean
  trace: boolean
  file: string | undefined
  readonly command: readonly string[]
}

/** `xargs [-0] [-n N] [-I TEXT] [-L N] [-d C] [-r] [-t] [-P N] [-a FILE] [COMMAND [ARG...]]`. */
export const xargs: VirtualCommand = async (call) => {
  const options = parseOptions(call.args)
  if (typeof options === 'string') return failure('xargs', options)
  let input: string
  try {
    const { file } = options
    const data = file === undefined ? call.stdin() : call.tree.read(resolvePath(call.cwd, file))
    input = Buffer.from(data).toString('utf8')
  } catch (error) {
    return failure('xargs', `Cannot open input file '${options.file}': ${reasonOf(error)}`)
  }
  const lines = commandLines(input, options)
  if (typeof lines === 'string') return failure('xargs', lines)
  const results: CommandResult[] = []
  let worst = 0
  for (const [command = 'echo', ...args] of lines) {
    if (options.trace) results.push({ exitCode: 0, stderr: `${[command, ...args].join(' ')}\n` })
    const result = await call.run(command, args, { stdin: new Uint8Array() })
    results.push(result)
    worst = Math.max(worst, exitCodeFor(result.exitCode))
    // 255 asks to stop; 126 and 127 are no command to go on with.
    if (worst > 123 || call.fuel.stopped) break
  }
  return { ...joinResults(results), exitCode: worst }
}

function exitCodeFor(exitCode: number): number {
  if (exitCode === 0) return 0
  if (exitCode === 255) return 124
  return exitCode === 126 || exitCode === 127 ? exitCode : 123
}

/** Reads flags up to the command; a text is what is wrong with them. */
function parseOptions(args: readonly string[]): XargsOptions | string {
  const rest = [...args]
  const options: Omit<XargsOptions, 'command'> = {
    replace: undefined,
    maxArgs: undefined,
    maxLines: undefined,
    delimiter: undefined,
    skipEmpty: false,
    trace: false,
    file: undefined,
  }
  while (rest[0]?.startsWith('-') && rest[0] !== '-') {
    const flag = rest.shift() ?? ''
    if (flag === '--') break
    if (flag === '-0' || flag === '--null') options.delimiter = '\0'
    else if (flag === '-r' || flag === '--no-run-if-empty') options.skipEmpty = true
    else if (flag === '-t' || flag === '--verbose') options.trace = true
    else {
      const [, name = '', attached = ''] = /^(-[nILdPas]|--[a-z-]+)=?(.*)$/s.exec(flag) ?? []
      const value = attached || (rest.shift() ?? '')
      if (name === '-I' || name === '--replace') options.replace = value
      else if (name === '-d' || name === '--delimiter') options.delimiter = charOf(value)
      else if (name === '-a' || name === '--arg-file') options.file = value
      else if (name === '-n' || name === '--max-args') options.maxArgs = Number(value)
      else if (name === '-L' || name === '--max-lines') options.maxLines = Number(value)
      // One runs after the other, whatever is asked for.
      else if (!/^(?:-P|--max-procs|-s|--max-chars)$/.test(name)) return `invalid option '${flag}'`
    }
  }
  for (const count of [options.maxArgs, options.maxLines]) {
    if (count !== undefined && !(count >= 1)) return 'value for -n or -L should be >= 1'
  }
  return { ...options, command: rest.length > 0 ? rest : ['echo'] }
}

function charOf(text: string): string {
  const named: Record<string, string> = { '\\n': '\n', '\\t': '\t', '\\0': '\0', '\\\\': '\\' }
  return named[text] ?? text.slice(0, 1)
}

function commandLines(input: string, options: XargsOptions): string[][] | string {
  const { command, replace, maxLines } = options
  if (replace !== undefined) {
    const items = splitAt(input, options.delimiter ?? '\n').map((item) => item.trimStart())
    return items
      .filter((item) => item !== '')
      .map((item) => command.map((part) => part.replaceAll(replace, () => item)))
  }
  if (maxLines !== undefined) {
    const lines = splitAt(input, '\n').filter((line) => line.trim() !== '')
    return chunked(lines, maxLines).map((group) => [...command, ...(words(group.join('\n')) ?? [])])
  }
  const items = options.delimiter === undefined ? words(input) : splitAt(input, options.delimiter)
  if (!items) return 'unmatched quote in the input (use -0 to take quotes as they are)'
  if (items.length === 0) return options.skipEmpty ? [] : [[...command]]
  return chunked(items, options.maxArgs ?? MAX_LINE_ARGS).map((group) => [...command, ...group])
}

function splitAt(input: string, delimiter: string): string[] {
  const items = input.split(delimiter)
  if (items.at(-1) === '') items.pop()
  return items
}

function chunked(items: readonly string[], size: number): string[][] {
  const chunks: string[][] = []
  let bytes = 0
  for (const item of items) {
    const last = chunks.at(-1)
    bytes += item.length + 1
    if (last && last.length < size && bytes <= MAX_LINE_BYTES) last.push(item)
    else {
      chunks.push([item])
      bytes = item.length + 1
    }
  }
  return chunks
}

/** Words apart by blanks, with quotes and backslashes; undefined where a quote is left open. */
function words(input: string): string[] | undefined {
  const found: string[] = []
  const rest = input.replace(/(?:[^\s'"\\]|\\[\s\S]|'[^'\n]*'|"[^"\n]*")+/g, (word) => {
    found.push(
      word.replace(/\\([\s\S])|'([^']*)'|"([^"]*)"/g, (_all, escaped, single, double) =>
        String(escaped ?? single ?? double),
      ),
    )
    return ''
  })
  return rest.trim() === '' ? found : undefined
}
