import { resolvePath } from '../paths.ts'
import { failure, reasonOf, type VirtualCommand } from './command.ts'

/** `cmp [-s] FILE [FILE]`: `-` or a missing second file is standard input. */
export const cmp: VirtualCommand = ({ args, cwd, tree, stdin }) => {
  const silent = args.includes('-s') || args.includes('--silent') || args.includes('--quiet')
  const names = args.filter((arg) => arg === '-' || !arg.startsWith('-'))
  const [first, second = '-'] = names
  if (first === undefined) return failure('cmp', "missing operand after 'cmp'", 2)
  const contents: Uint8Array[] = []
  for (const name of [first, second]) {
    try {
      contents.push(name === '-' ? stdin() : tree.read(resolvePath(cwd, name)))
    } catch (error) {
      return failure('cmp', `${name}: ${reasonOf(error)}`, 2)
    }
  }
  const [a = new Uint8Array(), b = new Uint8Array()] = contents
  const length = Math.min(a.length, b.length)
  let at = 0
  let line = 1
  while (at < length && a[at] === b[at]) if (a[at++] === 0x0a) line++
  if (at === length && a.length === b.length) return { exitCode: 0 }
  if (silent) return { exitCode: 1 }
  if (at < length) {
    return { exitCode: 1, stdout: `${first} ${second} differ: byte ${at + 1}, line ${line}\n` }
  }
  const shorter = a.length < b.length ? first : second
  const place = at === 0 ? 'which is empty' : `after byte ${at}, line ${line}`
  return { exitCode: 1, stderr: `cmp: EOF on ${shorter} ${place}\n` }
}
