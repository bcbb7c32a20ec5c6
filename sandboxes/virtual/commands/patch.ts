import { applyHunks, type HunkOutcome } from '../diff/apply-hunks.ts'
import { type FilePatch, PatchFormatError, parsePatch, reversePatch } from '../diff/parse-patch.ts'
import { stripPath } from '../git/apply-command.ts'
import { parentOf, resolvePath } from '../paths.ts'
import { type CommandCall, failure, reasonOf, type VirtualCommand } from './command.ts'

interface PatchOptions {
  strip: number | undefined
  reverse: boolean
  dryRun: boolean
  silent: boolean
  fuzz: number
  input: string | undefined
  output: string | undefined
  directory: string | undefined
  file: string | undefined
}

/** `patch [-pN] [-R] [--dry-run] [-F N] [-s] [-i PATCH] [-d DIR] [-o OUT] [FILE [PATCH]]`. */
export const patch: VirtualCommand = (call) => {
  const options = parseOptions(call.args)
  if (typeof options === 'string') return failure('patch', `**** ${options}`, 2)
  const cwd = resolvePath(call.cwd, options.directory ?? '.')
  let patches: FilePatch[]
  try {
    const data =
      options.input === undefined || options.input === '-'
        ? call.stdin()
        : call.tree.read(resolvePath(call.cwd, options.input))
    patches = parsePatch(Buffer.from(data).toString('latin1'))
  } catch (error) {
    const reason =
      error instanceof PatchFormatError
        ? `malformed patch at line ${error.line}`
        : `Can't open patch file ${options.input} : ${reasonOf(error)}`
    return failure('patch', `**** ${reason}`, 2)
  }
  if (patches.length === 0)
    return failure('patch', '**** Only garbage was found in the patch input.', 2)
  let exitCode = 0
  let stdout = ''
  for (const each of patches) {
    const result = patchFile(call, cwd, options.reverse ? reversePatch(each) : each, options)
    exitCode = Math.max(exitCode, result.exitCode)
    stdout += result.text
  }
  return { exitCode, stdout: options.silent && exitCode === 0 ? '' : stdout }
}

function parseOptions(args: readonly string[]): PatchOptions | string {
  const options: PatchOptions = {
    strip: undefined,
    reverse: false,
    dryRun: false,
    silent: false,
    fuzz: 2,
    input: undefined,
    output: undefined,
    directory: undefined,
    file: undefined,
  }
  const rest = args.flatMap((arg) =>
    /^--\w+=/.test(arg) ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg],
  )
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const value = () => rest.shift() ?? ''
    const strip = /^-p(\d*)$/.exec(arg)
    if (strip) options.strip = Number(strip[1] || value())
    else if (arg === '--strip') options.strip = Number(value())
    else if (/^-F\d+$/.test(arg)) options.fuzz = Number(arg.slice(2))
    else if (arg === '-F' || arg === '--fuzz') options.fuzz = Number(value())
    else if (arg === '-i' || arg === '--input') options.input = value()
    else if (arg === '-o' || arg === '--output') options.output = value()
    else if (arg === '-d' || arg === '--directory') options.directory = value()
    else if (arg === '-R' || arg === '--reverse') options.reverse = true
    else if (arg === '--dry-run') options.dryRun = true
    else if (arg === '-s' || arg === '--quiet' || arg === '--silent') options.silent = true
    else if (
      /^(-u|-N|-f|-t|-E|-b|--forward|--force|--batch|--unified|--remove-empty-files|--no-backup-if-mismatch|--verbose)$/.test(
        arg,
      )
    )
      continue
    else if (arg.startsWith('-') && arg !== '-') return `unrecognized option '${arg}'`
    else if (options.file === undefined) options.file = arg
    else options.input = arg
  }
  return options
}

function patchFile(
  { tree }: CommandCall,
  cwd: string,
  file: FilePatch,
  options: PatchOptions,
): { exitCode: number; text: string } {
  const name = targetOf(tree, cwd, file, options)
  if (name === undefined) {
    const reason =
      "can't find file to patch at input line 1\nPerhaps you used the wrong -p or --strip option?"
    return {
      exitCode: 1,
      text: `${reason}\nSkipping patch.\n${hunks(file.hunks.length)} ignored\n`,
    }
  }
  const path = resolvePath(cwd, name)
  const node = tree.lookup(path)
  const source = node?.type === 'file' ? Buffer.from(node.data).toString('latin1') : ''
  const { text: result, hunks: outcomes } = applyHunks(source, file.hunks, {
    fuzz: options.fuzz,
    anchored: false,
  })
  const rejected = outcomes.filter(({ line }) => line === undefined)
  let text = `${options.dryRun ? 'checking' : 'patching'} file ${name}\n`
  text += outcomes.map((outcome, at) => outcomeText(outcome, at + 1)).join('')
  if (rejected.length > 0) {
    text += `${rejected.length} out of ${hunks(file.hunks.length)} FAILED`
    text += options.dryRun ? '\n' : ` -- saving rejects to file ${name}.rej\n`
  }
  if (options.dryRun) return { exitCode: rejected.length > 0 ? 1 : 0, text }
  const target = options.output === undefined ? path : resolvePath(cwd, options.output)
  if (file.isDeleted && result === '' && rejected.length === 0) tree.remove(target)
  else if (outcomes.length > rejected.length || file.isNew) {
    tree.makeDirectory(parentOf(target), { recursive: true })
    const mode = file.newMode === undefined ? {} : { mode: file.newMode & 0o777 }
    tree.write(target, new Uint8Array(Buffer.from(result, 'latin1')), mode)
  }
  if (rejected.length === 0) return { exitCode: 0, text }
  const names = `--- ${file.oldName ?? '/dev/null'}\n+++ ${file.newName ?? '/dev/null'}\n`
  const rejects = names + rejected.map(({ hunk }) => hunk.text).join('')
  tree.write(`${path}.rej`, new Uint8Array(Buffer.from(rejects, 'latin1')))
  return { exitCode: 1, text }
}

function targetOf(
  tree: CommandCall['tree'],
  cwd: string,
  file: FilePatch,
  { file: named, strip }: PatchOptions,
): string | undefined {
  if (named !== undefined) return named
  const names = [file.oldName, file.newName].flatMap((name) => {
    // Without -p only the last part of a name counts.
    const path = strip === undefined ? name?.split('/').pop() : stripPath(name, strip)
    const safe = path && !path.startsWith('/') && !path.split('/').includes('..')
    return safe ? [path] : []
  })
  const present = names.find((name) => exists(tree, resolvePath(cwd, name)))
  return present ?? (file.isNew ? names.at(-1) : undefined)
}

function exists(tree: CommandCall['tree'], path: string): boolean {
  try {
    return tree.lookup(path)?.type === 'file'
  } catch {
    return false
  }
}

function outcomeText({ line, offset, fuzz, hunk }: HunkOutcome, number: number): string {
  if (line === undefined) return `Hunk #${number} FAILED at ${hunk.oldStart}.\n`
  if (offset === 0 && fuzz === 0) return ''
  const fuzzy = fuzz > 0 ? ` with fuzz ${fuzz}` : ''
  const lines = Math.abs(offset) === 1 ? 'line' : 'lines'
  const moved = offset === 0 ? '' : ` (offset ${offset} ${lines})`
  return `Hunk #${number} succeeded at ${line}${fuzzy}${moved}.\n`
}

function hunks(count: number): string {
  return `${count} hunk${count === 1 ? '' : 's'}`
}
