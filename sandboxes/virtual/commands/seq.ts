import type { VirtualCommand } from './command.ts'

const MAX_NUMBERS = 100_000

/** `seq` on whole numbers, which the shell's own bounds at its limit for arrays; flags go to that one. */
export const seq: VirtualCommand = ({ args, original }) => {
  if (args.length === 0 || args.length > 3 || !args.every((arg) => /^-?\d{1,15}$/.test(arg))) {
    return original(args)
  }
  const numbers = args.map(Number)
  const last = numbers.at(-1) ?? 0
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1
  const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1
  if (step === 0) return original(args)
  const count = Math.max(0, Math.floor((last - first) / step) + 1)
  const lines = Array.from(
    { length: Math.min(count, MAX_NUMBERS) },
    (_, index) => first + index * step,
  )
  const stdout = lines.length > 0 ? `${lines.join('\n')}\n` : ''
  if (count <= MAX_NUMBERS) return { exitCode: 0, stdout }
  return { exitCode: 1, stdout, stderr: `seq: stopped after ${MAX_NUMBERS} numbers\n` }
}
