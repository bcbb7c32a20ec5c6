import { describe, expect, test } from 'vitest'
import { operators, parseSource, testOnlyOperators } from '../bugs/index.ts'
import { type Files, placeOfEdit } from './edits.ts'
import { fileOf, type RepairTask } from './format.ts'
import { librarySplits, loadLibrary } from './library.ts'
import { loadBuiltinTasks, openTask } from './open.ts'

const tasks = await loadBuiltinTasks()
const composites = ['two-site', 'three-site', 'missing-feature']

function countsBy(of: (task: RepairTask) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const task of tasks) counts.set(of(task), (counts.get(of(task)) ?? 0) + 1)
  return counts
}

describe('swe/Repair-v0', () => {
  test('holds a thousand tasks, each with an id of its own', () => {
    expect(tasks.length).toBeGreaterThanOrEqual(1000)
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length)
  })

  test('has at least 150 tasks on each level, in about the shares it was made for', () => {
    const levels = countsBy(({ difficulty }) => String(difficulty))

    const shares = [1, 2, 3, 4].map((level) => (levels.get(String(level)) ?? 0) / tasks.length)
    expect(Math.min(...levels.values())).toBeGreaterThanOrEqual(150)
    expect(levels.size).toBe(4)
    for (const [index, share] of [0.3, 0.28, 0.27, 0.15].entries()) {
      expect(Math.abs((shares[index] ?? 0) - share)).toBeLessThan(0.06)
    }
  })

  test('has twelve libraries or more, none with over 15 % of the tasks', () => {
    const libraries = countsBy(({ library }) => library ?? '')

    expect(new Set(libraries.keys())).toEqual(new Set(Object.keys(librarySplits)))
    expect(libraries.size).toBeGreaterThanOrEqual(12)
    expect(Math.max(...libraries.values()) / tasks.length).toBeLessThanOrEqual(0.15)
  })

  test('has libraries of 80 to 400 lines with 15 to 60 tests, a third or more of them hidden', async () => {
    for (const name of Object.keys(librarySplits)) {
      const { files } = await loadLibrary(name)
      const lines = sourcesOf(files).map((path) => files[path]?.trimEnd().split('\n').length ?? 0)
      const { failToPass = [], passToPass = [] } = tasks.find((task) => task.library === name) ?? {}
      const tests = [...failToPass, ...passToPass]
      const hidden = tests.filter((test) => fileOf(test).startsWith('hidden/'))

      const total = lines.reduce((sum, count) => sum + count, 0)
      expect(total, name).toBeGreaterThanOrEqual(80)
      expect(total, name).toBeLessThanOrEqual(400)
      expect(tests.length, name).toBeGreaterThanOrEqual(15)
      expect(tests.length, name).toBeLessThanOrEqual(60)
      expect(hidden.length / tests.length, name).toBeGreaterThanOrEqual(1 / 3)
    }
  })

  test('splits by library', () => {
    const splits = countsBy(({ library, split }) => `${library} ${split}`)

    expect(new Set(splits.keys())).toEqual(
      new Set(Object.entries(librarySplits).map(([library, split]) => `${library} ${split}`)),
    )
    expect(countsBy(({ split }) => split).size).toBe(3)
  })

  test('has every operator, and what test alone has in test alone', () => {
    const kinds = new Set(tasks.map(({ kind }) => kind))
    const testOnly = tasks.filter(({ kind, operators: of = [] }) =>
      [kind, ...of].some((name) => testOnlyOperators.includes(name)),
    )

    expect(kinds).toEqual(new Set([...operators.map(({ name }) => name), ...composites]))
    expect(testOnlyOperators).toEqual(['lost-copy'])
    expect(testOnly.length).toBeGreaterThanOrEqual(5)
    expect(new Set(testOnly.map(({ split }) => split))).toEqual(new Set(['test']))
  })

  test('names the operators of bugs of two and three places, which are on level 4 alone', () => {
    for (const { kind, operators: of, edits, difficulty } of tasks) {
      const places = { 'two-site': 2, 'three-site': 3 }[kind]
      expect(of?.length).toBe(places)
      expect(edits.length).toBe(places ?? 1)
      expect(difficulty === 4).toBe(composites.includes(kind))
    }
  })

  test('fails a hidden test in each, and keeps three or more', () => {
    for (const { failToPass, passToPass, difficulty, id } of tasks) {
      const hidden = failToPass.filter((test) => fileOf(test).startsWith('hidden/'))
      expect(hidden.length, id).toBeGreaterThanOrEqual(1)
      expect(passToPass.length, id).toBeGreaterThanOrEqual(3)
      expect(failToPass.length / (failToPass.length + passToPass.length), id).toBeLessThan(0.61)
      if (difficulty <= 2) expect(hidden.length, id).toBeLessThan(failToPass.length)
      if (difficulty === 3) expect(hidden.length, id).toBe(failToPass.length)
    }
  })

  test('is distinct by failing tests and place', async () => {
    const keys = new Set<string>()
    for (const { library, failToPass, edits } of tasks) {
      const { files } = await loadLibrary(library ?? '')
      const places = edits.map((edit) => placeOfEdit(files, edit)).sort()
      keys.add(JSON.stringify([library, failToPass, places]))
    }

    expect(keys.size).toBe(tasks.length)
  })

  test('puts edits into files that still parse', async () => {
    for (const task of tasks.filter((_, index) => index % 5 === 0)) {
      const { files, gold } = await openTask(task)
      for (const path of Object.keys(gold)) {
        expect(() => parseSource(path, files[path] ?? ''), task.id).not.toThrow()
      }
    }
  })
})

describe('statements', () => {
  test('never name a source file, an operator, or a line outside of code', async () => {
    for (const { statement, library, kind, id } of tasks) {
      const { files } = await loadLibrary(library ?? '')
      for (const file of sourcesOf(files)) {
        expect(statement, id).not.toContain(file)
        expect(statement, id).not.toContain(file.slice(file.lastIndexOf('/') + 1))
      }
      expect(statement, id).not.toContain(kind)
      expect(statement, id).not.toMatch(/hidden\/|async_id|:\d+:\d+\)?$/m)
      expect(proseOf(statement), id).not.toMatch(/\blines? \d/i)
    }
  })

  test('never hold the text of the edit, made or undone', () => {
    for (const { statement, edits, id } of tasks) {
      for (const { find, replace } of edits) {
        const [before, after] = [find.split('\n'), replace.split('\n')]
        const changed = [
          ...after.filter((line) => !before.includes(line)),
          ...before.filter((line) => !after.includes(line) && !/^\s*(?:\/?\*|\/\/)/.test(line)),
        ]
        for (const line of changed.filter((text) => text.trim().length > 16)) {
          expect(statement, id).not.toContain(line.trim())
        }
      }
    }
  })

  test('repeat no title of a hidden test but that of the case shown', () => {
    for (const { statement, failToPass, passToPass, id } of tasks) {
      const titles = (isHidden: boolean) =>
        [...failToPass, ...passToPass]
          .filter((test) => fileOf(test).startsWith('hidden/') === isHidden)
          .map((test) => test.split(' > ').at(-1) ?? '')
      const shown = titles(false).filter((title) => statement.includes(title))
      const repeated = titles(true).filter(
        (title) =>
          title.length > 12 &&
          statement.includes(title) &&
          !shown.some((other) => other.includes(title)),
      )
      const whole = repeated.filter(
        (title) => !repeated.some((other) => other !== title && other.includes(title)),
      )
      expect(new Set(whole).size, `${id}: ${whole.join('; ')}`).toBeLessThanOrEqual(1)
    }
  })

  test('are of many forms', () => {
    const first = new Set(
      tasks.map(({ statement, library = '' }) => {
        const [line = ''] = statement.split('\n', 1)
        return line.replaceAll(library, 'it').replace(/`\w+`/, 'f')
      }),
    )

    expect(first.size).toBeGreaterThanOrEqual(12)
  })
})

function sourcesOf(files: Files): readonly string[] {
  return Object.keys(files).filter((path) => path.startsWith('src/'))
}

/** Without code, values, quotes and titles. */
function proseOf(statement: string): string {
  return statement
    .replace(/```[\s\S]*?```/g, '')
    .split('\n')
    .filter((line) => !/^(?:-|>|not ok|Expected|Actual)/.test(line))
    .filter((line) => !/(?:expect: it|README, it|relies on this: it) /.test(line))
    .join('\n')
}
