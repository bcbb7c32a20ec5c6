/** Languages whose layouts are known: where tests stand, and what decides how they run. */
export const languages = ['python', 'javascript', 'go', 'rust'] as const
export type Language = (typeof languages)[number]

const NAMES: Readonly<Record<string, Language>> = {
  py: 'python',
  python: 'python',
  python3: 'python',
  js: 'javascript',
  ts: 'javascript',
  jsx: 'javascript',
  tsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  mts: 'javascript',
  cts: 'javascript',
  javascript: 'javascript',
  typescript: 'javascript',
  node: 'javascript',
  go: 'go',
  golang: 'go',
  rs: 'rust',
  rust: 'rust',
}

/** The language by its name or by the ending of its files. */
export function languageNamed(name: string): Language | undefined {
  const key = name.toLowerCase()
  return Object.hasOwn(NAMES, key) ? NAMES[key] : undefined
}

/** The language most of the files are written in. */
export function languageOf(paths: readonly string[]): Language | undefined {
  const counts = new Map<Language, number>()
  for (const path of paths) {
    const ending = /\.(\w+)$/.exec(path)?.[1] ?? ''
    const language = languageNamed(ending)
    if (language) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
