import { resolvePath } from '../paths.ts'
import type { Random } from '../virtual-clock.ts'
import { failure, reasonOf, type VirtualCommand } from './command.ts'

/** `shuf [-n N] [-r] [-z] [-e ARG... | -i LO-HI | FILE]` with the sandbox's own generator. */
export const shuf: VirtualCommand = ({ args, cwd, tree, random, stdin }) => {
  const rest = [...args]
  let count = Number.POSITIVE_INFINITY
  let echo = false
  let repeat = false
  let range: [number, number] | undefined
  const operands: string[] = []
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '-e') echo = true
    else if (arg === '-r') repeat = true
    else if (/^-n\d*$/.test(arg)) count = Number(arg.slice(2) || rest.shift())
    else if (/^-i/.test(arg)) {
      const [low, high] = (arg.slice(2) || (rest.shift() ?? '')).split('-').map(Number)
      range = [low ?? 0, high ?? 0]
    } else operands.push(arg)
  }
  if (Number.isNaN(count)) return failure('shuf', 'invalid line count')
  if (range && !(range[1] - range[0] < 1_000_000)) return failure('shuf', 'invalid input range')
  let lines: string[]
  try {
    const file = operands[0]
    const input = () =>
      new TextDecoder().decode(
        file === undefined || file === '-' ? stdin() : tree.read(resolvePath(cwd, file)),
      )
    lines = range ? numbersOf(range) : echo ? operands : linesOf(input())
  } catch (error) {
    return failure('shuf', `${operands[0]}: ${reasonOf(error)}`)
  }
  const chosen = repeat
    ? drawn(lines, Math.min(count, 10_000), random)
    : shuffled(lines, random).slice(0, count)
  return { exitCode: 0, stdout: chosen.map((line) => `${line}\n`).join('') }
}

function numbersOf([low, high]: [number, number]): string[] {
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => String(low + index))
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function drawn(lines: readonly string[], count: number, random: Random): string[] {
  if (lines.length === 0) return []
  return Array.from({ length: count }, () => lines[Math.floor(random.next() * lines.length)] ?? '')
}

function shuffled(lines: readonly string[], random: Random): string[] {
  const rest = [...lines]
  for (let last = rest.length - 1; last > 0; last--) {
    const pick = Math.floor(random.next() * (last + 1))
    const line = rest[last] ?? ''
    rest[last] = rest[pick] ?? ''
    rest[pick] = line
  }
  return rest
}
