import { HOST_NAME, USER_NAME } from '../base-tree.ts'
import { joinPath, resolvePath } from '../paths.ts'
import { uuidFrom } from '../virtual-clock.ts'
import { failure, reasonOf, type VirtualCommand } from './command.ts'

export const hostname: VirtualCommand = () => ({ exitCode: 0, stdout: `${HOST_NAME}\n` })
export const whoami: VirtualCommand = () => ({ exitCode: 0, stdout: `${USER_NAME}\n` })
export const nproc: VirtualCommand = () => ({ exitCode: 0, stdout: '1\n' })
export const sync: VirtualCommand = () => ({ exitCode: 0 })
export const uuidgen: VirtualCommand = ({ random }) => ({
  exitCode: 0,
  stdout: `${uuidFrom(random)}\n`,
})

/** Traps never fire: no signal reaches an interpreter. Accepted so that scripts that set one run. */
export const trap: VirtualCommand = () => ({ exitCode: 0 })

const unameFields: Record<string, string> = {
  s: 'Linux',
  n: HOST_NAME,
  r: '5.15.0',
  v: '#1 SMP',
  m: 'x86_64',
  o: 'GNU/Linux',
}

export const uname: VirtualCommand = ({ args }) => {
  const letters = args.flatMap((arg) => (arg.startsWith('--') ? [] : [...arg.slice(1)]))
  const all = letters.includes('a') || args.includes('--all')
  const wanted = all ? Object.keys(unameFields) : letters.length > 0 ? letters : ['s']
  const fields = Object.entries(unameFields).filter(([letter]) => wanted.includes(letter))
  return { exitCode: 0, stdout: `${fields.map(([, value]) => value).join(' ')}\n` }
}

export const id: VirtualCommand = ({ args }) => {
  const flags = args.filter((arg) => arg.startsWith('-')).join('')
  const wantsNumber = /[ugG]/.test(flags)
  if (wantsNumber) return { exitCode: 0, stdout: flags.includes('n') ? `${USER_NAME}\n` : '1000\n' }
  const name = `1000(${USER_NAME})`
  return { exitCode: 0, stdout: `uid=${name} gid=${name} groups=${name}\n` }
}

export const realpath: VirtualCommand = ({ args, cwd, tree }) => {
  const lines: string[] = []
  for (const arg of args.filter((each) => !each.startsWith('-'))) {
    try {
      lines.push(`${tree.realPath(resolvePath(cwd, arg))}\n`)
    } catch (error) {
      return { ...failure('realpath', `${arg}: ${reasonOf(error)}`), stdout: lines.join('') }
    }
  }
  return lines.length > 0
    ? { exitCode: 0, stdout: lines.join('') }
    : failure('realpath', 'missing operand')
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** `mktemp [-d] [-p DIR | -t] [TEMPLATE]`: the name comes from the sandbox's own generator. */
export const mktemp: VirtualCommand = ({ args, cwd, tree, random }) => {
  const rest = [...args]
  let directory = false
  let base: string | undefined
  let template: string | undefined
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '-d' || arg === '--directory') directory = true
    else if (arg === '-p') base = rest.shift()
    else if (arg.startsWith('--tmpdir=')) base = arg.slice('--tmpdir='.length)
    else if (arg === '-t' || arg === '--tmpdir') base = '/tmp'
    else if (!arg.startsWith('-')) template = arg
  }
  if (template === undefined) base ??= '/tmp'
  const pattern = template ?? 'tmp.XXXXXXXXXX'
  if (!/X{3,}/.test(pattern)) return failure('mktemp', `too few X's in template '${pattern}'`)
  const letter = () => LETTERS.charAt(Math.floor(random.next() * LETTERS.length))
  const name = pattern.replace(/X{3,}(?!.*X{3,})/, (run) => Array.from(run, letter).join(''))
  const path = base === undefined ? resolvePath(cwd, name) : joinPath(resolvePath(cwd, base), name)
  try {
    if (directory) tree.makeDirectory(path)
    else tree.write(path, new Uint8Array(), { mode: 0o600 })
  } catch (error) {
    return failure('mktemp', `failed to create file via template '${pattern}': ${reasonOf(error)}`)
  }
  return { exitCode: 0, stdout: `${base === undefined ? name : path}\n` }
}
