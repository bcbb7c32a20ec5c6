/** What a bug report says that a program can use. */
export interface BugReport {
  /** Names of behaviours that are broken. */
  readonly behaviours: readonly string[]
  readonly example?: ReportedExample
  /** Words of the report that may be names in the code. */
  readonly words: ReadonlySet<string>
}

/** Code that goes wrong, and what it should give instead. */
export interface ReportedExample {
  readonly code: string
  readonly expected: string
  readonly actual: string
}

/** Reads lists of behaviours, code with `Expected` and `Actual`, and words. */
export function parseReport(text: string): BugReport {
  const code = /```(?:js|javascript|mjs|cjs)?\n([\s\S]*?)\n```/.exec(text)?.[1]
  const expected = outcome(text, 'Expected')
  const actual = outcome(text, 'Actual')
  const behaviours = [...text.matchAll(/^- (.+)$/gm)].map((match) => match[1] ?? '')
  const words = new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? [])
  if (code === undefined || expected === undefined) return { behaviours, words }
  return { behaviours, words, example: { code, expected, actual: actual ?? '' } }
}

/** `Expected: value` on a line, or a block below the word. */
function outcome(text: string, word: string): string | undefined {
  const block = new RegExp(`^${word}:\\s*\\n\`\`\`\\w*\\n([\\s\\S]*?)\\n\`\`\``, 'm').exec(
    text,
  )?.[1]
  return block ?? new RegExp(`^${word}: (.+)$`, 'm').exec(text)?.[1]
}
