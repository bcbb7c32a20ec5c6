/** Names that tasks ask for; a machine has some of them. */
const NAMES = [
  ...['bash', 'cargo', 'cc', 'cmake', 'deno', 'bun', 'g++', 'gcc', 'git', 'go', 'java', 'javac'],
  ...['make', 'mvn', 'node', 'npm', 'npx', 'patch', 'perl', 'php', 'pip', 'pytest', 'python3'],
  ...['ruby', 'rustc', 'sqlite3', 'tsc'],
]

/** A shell script that prints those which exist. */
export const languageCommands = `for name in ${NAMES.join(' ')}; do command -v "$name" >/dev/null && echo "$name"; done; true`

export const parseCommands = (printed: string): readonly string[] =>
  printed.split('\n').filter(Boolean).sort()
