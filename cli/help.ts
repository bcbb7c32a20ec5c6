import type { Command, Operand } from './command.ts'
import { type Flag, flagsOf, placeholder } from './flags.ts'

const WIDTH = 80

/** `palaestra <command> --help`, from the command's schema. */
export function helpOf(command: Command): string {
  const operands = command.operands.map((operand) => ` ${operandSyntax(operand)}`).join('')
  const flags = flagsOf(command.flags)
  return [
    command.summary,
    '',
    `Usage: palaestra ${command.name}${operands}${flags.length > 0 ? ' [flags]' : ''}`,
    ...section(
      'Operands',
      command.operands.map((operand) => [operandSyntax(operand), operand.description]),
    ),
    ...section('Flags', [
      ...flags.map((flag): [string, string] => [syntaxOf(flag), descriptionOf(flag)]),
      ['--help', 'Show this.'],
    ]),
    ...(command.examples.length > 0
      ? ['', 'Examples:', ...command.examples.map((example) => `  ${example}`)]
      : []),
  ].join('\n')
}

/** `palaestra --help`. */
export function overview(commands: readonly Command[]): string {
  return [
    'A gym for agentic reinforcement learning in TypeScript.',
    '',
    'Usage: palaestra <command> [flags]',
    ...section(
      'Commands',
      commands.map(({ name, summary }) => [name, summary]),
    ),
    '',
    'palaestra <command> --help shows the flags of a command; --version the version.',
    'PALAESTRA_DEBUG=1 shows where an error came from.',
  ].join('\n')
}

function operandSyntax({ name, many, optional }: Operand): string {
  if (many) return `[<${name}> ...]`
  return optional ? `[<${name}>]` : `<${name}>`
}

function syntaxOf(flag: Flag): string {
  return flag.type === 'boolean' ? flag.name : `${flag.name} ${placeholder(flag)}`
}

function descriptionOf(flag: Flag): string {
  const text = flag.description
  return flag.default === undefined || flag.default === false
    ? text
    : `${text.replace(/\.$/, '')} (default ${flag.default}).`
}

/** Names on the left, wrapped descriptions on the right, or under a name too long for its column. */
function section(title: string, rows: readonly (readonly [string, string])[]): string[] {
  if (rows.length === 0) return []
  const column = Math.min(26, Math.max(...rows.map(([left]) => left.length)) + 4)
  const lines = rows.flatMap(([left, right]) => {
    const [first = '', ...rest] = wrapText(right, WIDTH - column)
    const indented = rest.map((line) => ' '.repeat(column) + line)
    if (left.length + 4 > column) return [`  ${left}`, ' '.repeat(column) + first, ...indented]
    return [`  ${left}`.padEnd(column) + first, ...indented]
  })
  return ['', `${title}:`, ...lines]
}

function wrapText(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
