import { packageProblem } from '../devices/missing-package.ts'

/** What is used of @huggingface/jinja, which is optional. */
export interface Jinja {
  tokenize(
    source: string,
    options: { readonly trim_blocks: boolean; readonly lstrip_blocks: boolean },
  ): readonly object[]
  parse(tokens: readonly object[]): JinjaProgram
  readonly Environment: new () => JinjaEnvironment
  readonly Interpreter: new (environment: JinjaEnvironment) => JinjaInterpreter
}

export interface JinjaProgram {
  readonly body: readonly object[]
}
export interface JinjaEnvironment {
  set(name: string, value: unknown): unknown
}
interface JinjaInterpreter {
  run(program: JinjaProgram): { readonly value: unknown }
}

/** The one place that loads @huggingface/jinja. @throws ConfigError that says what installs it. */
export async function loadJinja(): Promise<Jinja> {
  try {
    return (await import('@huggingface/jinja')) as unknown as Jinja
  } catch (error) {
    throw packageProblem('@huggingface/jinja', 'npm install @huggingface/jinja@0.5.11', error)
  }
}
