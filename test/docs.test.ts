import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * Every code block of the README and the guides is executed: `ts file=x.ts` blocks are written to one
 * project a document and run (tests by Vitest), `sh` blocks line by line. `text` blocks are output.
 */
const repository = join(import.meta.dirname, '..')
// By its place: documents are tried in folders that have no tsx of their own.
const source = ['--conditions=palaestra-source', '--import', import.meta.resolve('tsx')]
const documents = [
  'README.md',
  ...readdirSync(join(repository, 'docs/guide')).map((name) => `docs/guide/${name}`),
].filter((path) => path.endsWith('.md'))

interface Block {
  readonly language: string
  readonly file: string | undefined
  readonly code: string
  readonly line: number
}

function blocksOf(path: string): Block[] {
  const markdown = readFileSync(join(repository, path), 'utf8')
  return [...markdown.matchAll(/^```(\w*)(?: file=(\S+))?[^\n]*\n([\s\S]*?)^```$/gm)].map(
    (match) => ({
      language: match[1] ?? '',
      file: match[2],
      code: match[3] ?? '',
      line: markdown.slice(0, match.index).split('\n').length,
    }),
  )
}

/** The shell words of one line without quoting rules beyond single quotes: all that our docs use. */
const wordsOf = (line: string) =>
  (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''))

for (const path of documents) {
  describe(path, () => {
    const blocks = blocksOf(path)
    let project = ''
    beforeAll(() => {
      project = mkdtempSync(join(tmpdir(), 'palaestra-docs-'))
      mkdirSync(join(project, 'node_modules'))
      symlinkSync(repository, join(project, 'node_modules/palaestra'))
      for (const name of ['vitest', 'zod', 'msw']) {
        symlinkSync(join(repository, 'node_modules', name), join(project, 'node_modules', name))
      }
      writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }')
      for (const { file, code } of blocks) if (file) writeFileSync(join(project, file), code)
    })
    afterAll(() => rmSync(project, { recursive: true, force: true }))

    const node = (args: readonly string[]) =>
      execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8', stdio: 'pipe' })

    test('names the language of every code block', () => {
      for (const { language, line } of blocks) {
        expect(['ts', 'sh', 'text', 'json'], `${path}:${line}`).toContain(language)
      }
    })

    for (const { language, file, code, line } of blocks) {
      if (language === 'ts') {
        test(`line ${line}: ${file ?? 'the block'} runs`, { timeout: 300_000 }, () => {
          if (!file) throw new Error(`${path}:${line}: a ts block needs file=name.ts`)
          if (!file.endsWith('.test.ts'))
            return expect(node([...source, file])).toBeTypeOf('string')
          const vitest = join(repository, 'node_modules/vitest/vitest.mjs')
          const config = join(project, 'vitest.config.mjs')
          const conditions = "['palaestra-source', 'node', 'import', 'default']"
          writeFileSync(
            config,
            `export default { ssr: { resolve: { conditions: ${conditions}, externalConditions: ${conditions} } }, test: { server: { deps: { inline: [/palaestra/] } } } }`,
          )
          expect(node([vitest, 'run', '--root', project, file])).toContain('passed')
        })
      }
      if (language !== 'sh') continue
      for (const command of code.split('\n').filter((text) => text.trim() !== '')) {
        const [program, ...args] = wordsOf(command.replace(/^npm install && /, ''))
        if (program === 'npm' && args[0] === 'install') continue // Done: this is the installed clone.
        // These would run the very suites this one belongs to, or change the machine.
        if (program === 'npm' && ['test', 'bench', 'setup:system'].includes(args.at(-1) ?? ''))
          continue
        if (program === 'git' || program === 'cd') continue
        test(`line ${line}: ${command}`, { timeout: 600_000 }, () => {
          if (program === 'npm') {
            const output = execFileSync('npm', args, {
              cwd: repository,
              encoding: 'utf8',
              stdio: 'pipe',
            })
            return expect(output).not.toBe('')
          }
          expect(program, 'docs use npm run or npx palaestra').toBe('npx')
          expect(args[0]).toBe('palaestra')
          const main = join(repository, 'cli/main.ts')
          expect(node([...source, main, ...args.slice(1)])).not.toBe('')
        })
      }
    }
  })
}
