import type { CommandCall, CommandResult, VirtualCommand } from './command.ts'

/** An escape for a byte above 127 (`\xff`, `\377`), which the shell's own commands print as a character. */
const HIGH_BYTE_ESCAPE = /\\(?:x[89a-fA-F][0-9a-fA-F]|0?[23][0-7]{2})/
const CHARACTER_ESCAPE = /\\u([0-9a-fA-F]{1,4})|\\U([0-9a-fA-F]{1,8})/g

/** `printf` whose escapes for bytes give bytes: `printf '\xff' > f` writes one. */
export const printf: VirtualCommand = (call) =>
  call.args[0] === '-v' ? call.original(call.args) : withByteEscapes(call)

/** `echo` whose `-e` escapes for bytes give bytes, too. */
export const echo: VirtualCommand = (call) =>
  /^-[neE]*e[neE]*$/.test(call.args[0] ?? '') ? withByteEscapes(call) : call.original(call.args)

/** Arguments go in as one character a byte, so that what comes out is bytes throughout. */
async function withByteEscapes({ args, original }: CommandCall): Promise<CommandResult> {
  if (!args.some((arg) => HIGH_BYTE_ESCAPE.test(arg))) return original(args)
  const result = await original(args.map((arg) => toByteCharacters(decodeCharacterEscapes(arg))))
  const stdout =
    typeof result.stdout === 'string' ? Buffer.from(result.stdout, 'latin1') : result.stdout
  return { ...result, stdout: stdout ?? '' }
}

function decodeCharacterEscapes(text: string): string {
  return text.replace(CHARACTER_ESCAPE, (sequence, short?: string, long?: string) => {
    const code = Number.parseInt(short ?? long ?? '', 16)
    return code >= 0x80 && code <= 0x10ffff ? String.fromCodePoint(code) : sequence
  })
}

function toByteCharacters(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
