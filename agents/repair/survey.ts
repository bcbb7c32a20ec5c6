import { shellQuote } from '../../core/index.ts'
import { type Failure, parseFailures } from './failures.ts'

/** Folder of this agent's own files, outside of the repository. */
export const OWN = '/tmp/repair'
const TESTS = `${OWN}/tests.tap`

/** What the repository is, and what its tests say. */
export interface Survey {
  readonly root: string
  /** Module that users import. */
  readonly entry: string
  /** Source files with their sizes in bytes. */
  readonly files: readonly { readonly file: string; readonly bytes: number }[]
  readonly failures: readonly Failure[]
  readonly passing: readonly string[]
}

export const runTests = (files = '') =>
  `timeout 20 node --test --test-reporter=tap ${files} > ${TESTS} 2>&1; tests=$?`
const showFailing = `sed -n '/^ *not ok/,/^ *\\.\\.\\.$/p' ${TESTS} | head -c 6000`

export const surveyCommand = [
  `mkdir -p ${OWN}`,
  'echo "root: $PWD"',
  `echo "main: $(node -p 'const p = require("./package.json"); const e = p.exports?.["."] ?? p.exports ?? p.main; typeof e === "string" ? e : e?.import ?? e?.default ?? ""' 2> /dev/null)"`,
  "find . -name '*.js' -o -name '*.mjs' -o -name '*.cjs' | grep -v node_modules | sort | while read -r f; do echo \"file: $(wc -c < \"$f\") $f\"; done",
  runTests(),
  `grep -E '^ +ok [0-9]+ - |^ok [0-9]+ - ' ${TESTS} | head -c 3000`,
  showFailing,
].join('\n')

const isTest = (file: string) =>
  /(?:^|\/)(?:test|tests|hidden|__tests__)\//.test(file) || /[._-]test\.[cm]?js$/.test(file)

export function readSurvey(observation: string): Survey {
  const root = /^root: (.+)$/m.exec(observation)?.[1] ?? '.'
  const files = [...observation.matchAll(/^file: +(\d+) \.\/(.+)$/gm)]
    .map(([, bytes, file]) => ({ file: file ?? '', bytes: Number(bytes) }))
    .filter(({ file }) => !isTest(file))
  const main = /^main: (?:\.\/)?(.+)$/m.exec(observation)?.[1] ?? ''
  const known = files.map(({ file }) => file)
  const entry =
    [main, 'src/index.js', 'index.js', 'lib/index.js'].find((file) => known.includes(file)) ??
    known[0] ??
    ''
  const passing = [...observation.matchAll(/^ *ok \d+ - (.+)$/gm)].map((match) => match[1] ?? '')
  return { root, entry, files, failures: parseFailures(observation), passing }
}

const MARK = '@@@ '

/** Prints files so that their exact text can be told apart. */
export function readCommand(files: readonly string[]): string {
  const list = files.map(shellQuote).join(' ')
  return `for f in ${list}; do printf '\\n${MARK}%s\\n' "$f"; cat "$f"; done; printf '\\n${MARK}end\\n'`
}

/** Texts of the files that were printed whole. */
export function readFiles(
  observation: string,
  files: readonly string[],
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  const shown = `\n${observation}`
  for (const [index, file] of files.entries()) {
    const head = `\n${MARK}${file}\n`
    const start = shown.indexOf(head)
    const end = shown.indexOf(`\n${MARK}${files[index + 1] ?? 'end'}`, start)
    if (start === -1 || end === -1) continue
    const text = shown.slice(start + head.length, end)
    if (!/characters left out/.test(text)) texts.set(file, text)
  }
  return texts
}

/** Groups of files that fit into one observation. */
export function batches(files: Survey['files'], most: number): readonly (readonly string[])[] {
  const groups: string[][] = []
  let room = 0
  for (const { file, bytes } of files) {
    const size = bytes + file.length + MARK.length + 2
    if (size > room || groups.length === 0) {
      groups.push([])
      room = most
    }
    groups.at(-1)?.push(file)
    room -= size
  }
  return groups
}
