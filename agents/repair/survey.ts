import { shellQuote } from '../../core/index.ts'
import { type Failure, parseFailures } from './failures.ts'
import { packCommand, writePacker } from './pack.ts'

/** Folder of this agent's own files, outside of the repository. */
export const OWN = '/tmp/repair'
export const PACKER = `${OWN}/pack.mjs`
export const SURVEY = `${OWN}/survey.gz`
const TESTS = `${OWN}/tests.tap`
const FILES = `${OWN}/files`

/** What the repository is, and what its tests say. */
export interface Survey {
  /** Module that users import. */
  readonly entry: string
  /** Texts of the source files. */
  readonly sources: ReadonlyMap<string, string>
  /** Texts of the visible tests. */
  readonly tests: ReadonlyMap<string, string>
  readonly readme: string
  readonly failures: readonly Failure[]
  readonly passing: readonly string[]
}

export const runTests = (files = '') =>
  `timeout 20 node --test --test-reporter=tap ${files} > ${TESTS} 2>&1; tests=$?`
const showFailing = `sed -n '/^ *not ok/,/^ *\\.\\.\\.$/p' ${TESTS} | head -c 20000`
const entryScript =
  'const p = require("./package.json"); const e = p.exports?.["."] ?? p.exports ?? p.main; typeof e === "string" ? e : e?.import ?? e?.default ?? ""'
const isTestPath = '\\.md$|(^|/)(test|tests|hidden|__tests__)/|[._-]test\\.[cm]?js$'

const MARK = '@@@ '
const head = (name: string) => `printf '\\n${MARK}%s\\n' ${name}`

/** Runs the tests, and reads their report and all files: first those that stacks pass. */
export const surveyCommand = [
  `mkdir -p ${OWN}`,
  writePacker(PACKER).trimEnd(),
  `echo "main: $(node -p '${entryScript}' 2> /dev/null)"`,
  runTests(),
  `find . -name '*.js' -o -name '*.mjs' -o -name '*.cjs' -o -name 'README.md' | grep -v node_modules | sort | sed 's|^\\./||' > ${FILES}`,
  '{',
  `${head('tests.tap')}; grep -E '^ *ok [0-9]+ - ' ${TESTS} | head -c 20000; ${showFailing}`,
  `for f in $(grep -vE ${shellQuote(isTestPath)} ${FILES}); do if grep -qF "/$f:" ${TESTS}; then echo "$f"; fi; done > ${FILES}.first`,
  `for f in $(cat ${FILES}.first) $(grep -vxF -f ${FILES}.first ${FILES} | grep -vE ${shellQuote(isTestPath)}) $(grep -E ${shellQuote(isTestPath)} ${FILES}); do ${head('"$f"')}; cat "$f"; done`,
  head('end'),
  `} | head -c 400000 | gzip -9 > ${SURVEY}`,
  packCommand(PACKER, SURVEY),
].join('\n')

const isTest = (file: string) =>
  /(?:^|\/)(?:test|tests|hidden|__tests__)\//.test(file) || /[._-]test\.[cm]?js$/.test(file)

export function readSurvey(observation: string, packed: string): Survey {
  const sections = sectionsOf(packed)
  const report = sections.get('tests.tap') ?? ''
  sections.delete('tests.tap')
  const readme = sections.get('README.md') ?? ''
  const sources = new Map([...sections].filter(([file]) => !isTest(file) && !file.endsWith('.md')))
  const main = /^main: (?:\.\/)?(.+)$/m.exec(observation)?.[1] ?? ''
  const entry =
    [main, 'src/index.js', 'index.js', 'lib/index.js'].find((file) => sources.has(file)) ??
    [...sources.keys()][0] ??
    ''
  const passing = [...report.matchAll(/^ *ok \d+ - (.+)$/gm)].map((match) => match[1] ?? '')
  const tests = new Map([...sections].filter(([file]) => isTest(file)))
  return { entry, sources, tests, readme, failures: parseFailures(report), passing }
}

/** Texts of the sections that were read whole. */
export function sectionsOf(packed: string): Map<string, string> {
  const heads = [...packed.matchAll(/\n@@@ (.+)\n/g)]
  return new Map(
    heads.slice(0, -1).flatMap((match, index): [string, string][] => {
      const next = heads[index + 1]
      if (!next) return []
      return [[match[1] ?? '', packed.slice(match.index + match[0].length, next.index)]]
    }),
  )
}
