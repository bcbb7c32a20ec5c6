import { changesBetween } from '../diff/changes.ts'
import { linesOf, marked, unifiedHunks } from '../diff/unified.ts'
import type { TreeNode } from '../nodes.ts'
import { byName, resolvePath } from '../paths.ts'
import { type CommandCall, failure, reasonOf, type VirtualCommand } from './command.ts'

interface DiffOptions {
  /** Lines around a change; undefined for the plain form without any. */
  context: number | undefined
  brief: boolean
  same: boolean
  recursive: boolean
  newFile: boolean
  ignoreCase: boolean
  ignoreSpace: 'none' | 'amount' | 'all'
  stripCarriageReturn: boolean
  readonly labels: string[]
  readonly files: string[]
}

interface Side {
  readonly name: string
  readonly node: TreeNode | undefined
  readonly text: string
}

/** `diff [-u | -U N] [-qsrNiwb] [--label L] A B`; `-` is standard input. */
export const diff: VirtualCommand = (call) => {
  const options = parseOptions(call.args)
  if (typeof options === 'string') return failure('diff', options, 2)
  const [first, second, ...more] = options.files
  if (first === undefined || second === undefined || more.length > 0) {
    return failure('diff', `missing or extra operand after '${call.args.at(-1) ?? 'diff'}'`, 2)
  }
  try {
    const stdout = compare(call, first, second, options)
    return { exitCode: stdout.differs ? 1 : 0, stdout: Buffer.from(stdout.text, 'latin1') }
  } catch (error) {
    return error instanceof MissingError
      ? failure('diff', error.message, 2)
      : failure('diff', reasonOf(error), 2)
  }
}

class MissingError extends Error {}

interface Outcome {
  readonly differs: boolean
  readonly text: string
}

function compare(call: CommandCall, first: string, second: string, options: DiffOptions): Outcome {
  let a = sideOf(call, first)
  let b = sideOf(call, second)
  for (const { name, node } of [a, b]) {
    if (!node && name !== '-' && !options.newFile)
      throw new MissingError(`${name}: No such file or directory`)
  }
  if (a.node?.type === 'directory' && b.node?.type === 'directory') {
    return compareFolders(call, a, b, options)
  }
  // A file and a folder: the file of that name in the folder is meant.
  if (a.node?.type === 'directory') a = sideOf(call, `${first}/${second.split('/').pop()}`)
  if (b.node?.type === 'directory') b = sideOf(call, `${second}/${first.split('/').pop()}`)
  return compareFiles(call, a, b, options)
}

function compareFolders(call: CommandCall, a: Side, b: Side, options: DiffOptions): Outcome {
  const children = ({ node }: Side) => (node?.type === 'directory' ? [...node.children.keys()] : [])
  const names = [...new Set([...children(a), ...children(b)])].sort(byName)
  let text = ''
  let differs = false
  for (const name of names) {
    const left = sideOf(call, `${a.name}/${name}`)
    const right = sideOf(call, `${b.name}/${name}`)
    const only = !left.node ? b.name : !right.node ? a.name : undefined
    if (only !== undefined && !options.newFile) {
      text += `Only in ${only}: ${name}\n`
      differs = true
    } else if (isFolder(left) || isFolder(right)) {
      if (!options.recursive) text += `Common subdirectories: ${left.name} and ${right.name}\n`
      else {
        const below = compareFolders(call, left, right, options)
        text += below.text
        differs ||= below.differs
      }
    } else {
      const { differs: isOther, text: body } = compareFiles(call, left, right, options)
      const flags = call.args.filter((arg) => arg.startsWith('-')).join(' ')
      const title = options.recursive && !options.brief && isOther
      text += title ? `diff ${flags} ${left.name} ${right.name}\n${body}` : body
      differs ||= isOther
    }
  }
  return { differs, text }
}

function isFolder({ node }: Side): boolean {
  return node?.type === 'directory'
}

function compareFiles({ clock }: CommandCall, a: Side, b: Side, options: DiffOptions): Outcome {
  const keyOf = keyFunction(options)
  const key = (text: string) => (keyOf ? linesOf(text).map(keyOf).join('\n') : text)
  if (a.text === b.text || key(a.text) === key(b.text)) {
    const text = options.same ? `Files ${a.name} and ${b.name} are identical\n` : ''
    return { differs: false, text }
  }
  if (options.brief) return { differs: true, text: `Files ${a.name} and ${b.name} differ\n` }
  if (a.text.includes('\0') || b.text.includes('\0')) {
    return { differs: true, text: `Binary files ${a.name} and ${b.name} differ\n` }
  }
  if (options.context === undefined)
    return { differs: true, text: plainText(a.text, b.text, keyOf) }
  const { context } = options
  const header = [a, b].map((side, index) => {
    const mark = index === 0 ? '---' : '+++'
    const label = options.labels[index] ?? `${side.name}\t${timeOf(side, clock.now())}`
    return `${mark} ${label}\n`
  })
  return {
    differs: true,
    text: header.join('') + unifiedHunks(a.text, b.text, { context, keyOf, headings: false }),
  }
}

function timeOf({ name, node }: Side, now: number): string {
  const ms = name === '-' ? now : (node?.mtimeMs ?? 0)
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '000000 +0000')
}

function plainText(before: string, after: string, keyOf?: (line: string) => string): string {
  const oldLines = linesOf(before)
  const newLines = linesOf(after)
  const keys = (lines: string[]) => (keyOf ? lines.map(keyOf) : lines)
  let text = ''
  for (const change of changesBetween(keys(oldLines), keys(newLines))) {
    const { oldStart, oldCount, newStart, newCount } = change
    const verb = oldCount === 0 ? 'a' : newCount === 0 ? 'd' : 'c'
    text += `${lineRange(oldStart, oldCount)}${verb}${lineRange(newStart, newCount)}\n`
    for (const line of oldLines.slice(oldStart, oldStart + oldCount)) text += marked('< ', line)
    if (verb === 'c') text += '---\n'
    for (const line of newLines.slice(newStart, newStart + newCount)) text += marked('> ', line)
  }
  return text
}

function lineRange(start: number, count: number): string {
  if (count === 0) return `${start}`
  return count === 1 ? `${start + 1}` : `${start + 1},${start + count}`
}

function keyFunction(options: DiffOptions): ((line: string) => string) | undefined {
  const { ignoreCase, ignoreSpace, stripCarriageReturn } = options
  if (!ignoreCase && ignoreSpace === 'none' && !stripCarriageReturn) return undefined
  return (line) => {
    let key = line
    if (stripCarriageReturn) key = key.replace(/\r\n$/, '\n')
    if (ignoreSpace === 'all') key = key.replace(/\s+/g, '')
    if (ignoreSpace === 'amount') key = key.trimEnd().replace(/\s+/g, ' ')
    return ignoreCase ? key.toLowerCase() : key
  }
}

function sideOf({ tree, cwd, stdin }: CommandCall, name: string): Side {
  if (name === '-') return { name, node: undefined, text: Buffer.from(stdin()).toString('latin1') }
  const node = tree.lookup(resolvePath(cwd, name))
  const text = node?.type === 'file' ? Buffer.from(node.data).toString('latin1') : ''
  return { name, node, text }
}

function parseOptions(args: readonly string[]): DiffOptions | string {
  const options: DiffOptions = {
    context: undefined,
    brief: false,
    same: false,
    recursive: false,
    newFile: false,
    ignoreCase: false,
    ignoreSpace: 'none',
    stripCarriageReturn: false,
    labels: [],
    files: [],
  }
  const rest = args.flatMap(expandFlag)
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith('-') || arg === '-') options.files.push(arg)
    else if (arg === '-u' || arg === '--unified') options.context ??= 3
    else if (/^(?:-U|--unified=)\d+$/.test(arg)) options.context = Number(/\d+/.exec(arg)?.[0])
    else if (arg === '-U') options.context = Number(rest.shift())
    else if (arg === '-q' || arg === '--brief') options.brief = true
    else if (arg === '-s' || arg === '--report-identical-files') options.same = true
    else if (arg === '-r' || arg === '--recursive') options.recursive = true
    else if (arg === '-N' || arg === '--new-file') options.newFile = true
    else if (arg === '-i' || arg === '--ignore-case') options.ignoreCase = true
    else if (arg === '-w' || arg === '--ignore-all-space') options.ignoreSpace = 'all'
    else if (arg === '-b' || arg === '--ignore-space-change') options.ignoreSpace = 'amount'
    else if (arg === '--strip-trailing-cr') options.stripCarriageReturn = true
    else if (arg === '--label' || arg === '-L') options.labels.push(rest.shift() ?? '')
    else if (arg.startsWith('--label=')) options.labels.push(arg.slice('--label='.length))
    else if (!/^(?:-a|--text|-d|--minimal|-p|--color(?:=.*)?|--no-dereference)$/.test(arg)) {
      return `option '${arg}' is not available here`
    }
  }
  return options
}

/** `-ruN` as `-r -u -N`. */
function expandFlag(arg: string): string[] {
  return /^-[a-zN]{2,}$/.test(arg) ? [...arg.slice(1)].map((letter) => `-${letter}`) : [arg]
}
