import type { z } from 'zod'

/** A command: its flags are the fields of a schema, and everything shown about them derives from it. */
export interface Command<S extends z.ZodObject = z.ZodObject> {
  /** One word, or two: `tasks verify`. */
  readonly name: string
  /** What it does, after "Cannot": where the name is no verb. */
  readonly verb?: string
  /** One sentence. */
  readonly summary: string
  /** What stands beside flags, in order. */
  readonly operands: readonly Operand[]
  /** Each field is described in one sentence; camelCase becomes kebab-case; a list of texts may be given again and again. */
  readonly flags: S
  readonly examples: readonly string[]
  /** Gives the exit code. */
  run(input: CommandInput<S>): Promise<number>
}

export interface Operand {
  readonly name: string
  readonly description: string
  /** Any number of them, none included; only the last operand. Without it, one is required. */
  readonly many?: boolean
  /** One or none; only the last operand. */
  readonly optional?: boolean
}

export interface CommandInput<S extends z.ZodObject> {
  readonly operands: readonly string[]
  readonly flags: z.output<S>
  /** Only what the user wrote, before defaults. */
  readonly given: Readonly<Partial<z.input<S>>>
}

/** Checks a command and forgets its types, for the table of all commands. */
export function defineCommand<S extends z.ZodObject>(command: Command<S>): Command {
  return command as unknown as Command
}
