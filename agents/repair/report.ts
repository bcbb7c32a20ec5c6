/** What a bug report says that a program can use. */
export interface BugReport {
  /** Names of behaviours that are broken. */
  readonly behaviours: readonly string[]
  /** One for each fault that is shown. */
  readonly examples: readonly ReportedExample[]
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
  const behaviours = [...text.matchAll(/^- (.+)$/gm)].map((match) => match[1] ?? '')
  const words = new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? [])
  const blocks = text.matchAll(/(^\w+:\s*\n)?^```(\w*)\n[\s\S]*?\n```$/gm)
  const starts = [...blocks].flatMap(({ index, 1: head, 2: language = '' }) =>
    head === undefined && /^(?:js|javascript|mjs|cjs)?$/.test(language) ? index : [],
  )
  const examples = starts.flatMap((start, i) => exampleIn(text.slice(start, starts[i + 1])) ?? [])
  return { behaviours, words, examples }
}

function exampleIn(text: string): ReportedExample | undefined {
  const code = /^```\w*\n([\s\S]*?)\n```/.exec(text)?.[1]
  const expected = outcome(text, 'Expected')
  if (code === undefined || expected === undefined) return undefined
  return { code, expected, actual: outcome(text, 'Actual') ?? '' }
}

/** `Expected: value` on a line, or a block below the word. */
function outcome(text: string, word: string): string | undefined {
  const block = new RegExp(`^${word}:\\s*\\n\`\`\`\\w*\\n([\\s\\S]*?)\\n\`\`\``, 'm').exec(
    text,
  )?.[1]
  return block ?? new RegExp(`^${word}: (.+)$`, 'm').exec(text)?.[1]
}
