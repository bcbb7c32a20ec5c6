import { expect, test } from 'vitest'
import type { EpisodeRow, PageData } from '../../page-data.ts'
import { fieldsOf } from './fields.ts'
import { compileQuery, type Hits } from './query.ts'

const row = (id: string, rest: Partial<EpisodeRow> = {}): EpisodeRow => ({
  run: 0,
  id,
  task: null,
  split: null,
  difficulty: null,
  kind: null,
  seed: 0,
  group: '',
  success: null,
  reward: null,
  unscored: null,
  ended: 'terminated',
  turns: 0,
  failedActions: 0,
  attempts: 1,
  ms: 0,
  signals: {},
  tags: {},
  blob: null,
  ...rest,
})
const episodes = [
  row('a', {
    kind: 'off-by-one',
    split: 'test',
    success: true,
    reward: 1,
    turns: 4,
    signals: { testsRun: 12, ok: true },
  }),
  row('b', {
    kind: 'off by two',
    split: 'train',
    success: false,
    reward: -0.5,
    turns: 9,
    difficulty: '3',
  }),
  row('c', {
    kind: 'null-check',
    run: 1,
    unscored: 'SandboxError' as never,
    ended: 'failed',
    task: 'parser-7',
  }),
]
const data = {
  episodes,
  runs: [{ label: 'first run' }, { label: 'second' }],
} as unknown as PageData
const fields = fieldsOf(data)
const NONE: Hits = new Map()

const found = (query: string, hits = NONE) => {
  const { matches } = compileQuery(query, fields)
  return episodes
    .filter((episode) => matches(episode, hits))
    .map(({ id }) => id)
    .join('')
}
const problems = (query: string) =>
  compileQuery(query, fields).problems.map(({ message }) => message)

test('an empty query lets every episode through', () => {
  expect(found('  ')).toBe('abc')
})

test('fields are compared whole, whatever their case', () => {
  expect(found('kind:OFF-by-one')).toBe('a')
  expect(found('kind:off')).toBe('')
  expect(found('kind:"off by two"')).toBe('b')
  expect(found('run:"first run"')).toBe('ab')
})

test('a star stands for any text', () => {
  expect(found('kind:off*')).toBe('ab')
  expect(found('difficulty:*')).toBe('b')
  expect(found('-difficulty:*')).toBe('ac')
})

test('outcomes keep unscored apart from failures', () => {
  expect(found('outcome:failure')).toBe('b')
  expect(found('outcome:unscored')).toBe('c')
  expect(found('unscored:SandboxError ended:failed')).toBe('c')
})

test('numbers are compared, and an episode without one matches no comparison', () => {
  expect(found('reward>=-0.5')).toBe('ab')
  expect(found('reward<0')).toBe('b')
  expect(found('turns>3 turns<9')).toBe('a')
  expect(found('difficulty>2')).toBe('b')
})

test('signals are fields', () => {
  expect(found('signal.testsRun>3')).toBe('a')
  expect(found('signal.ok:true')).toBe('a')
  expect(problems('signal.testRun>3')).toEqual([
    expect.stringContaining('did you mean "signal.testsRun"?'),
  ])
})

test('several values of one field are a choice', () => {
  expect(found('split:test split:train')).toBe('ab')
  expect(found('split:test split:train turns>5')).toBe('b')
})

test('a word searches ids, tasks and kinds, and the transcripts it was found in', () => {
  expect(found('PARSER')).toBe('c')
  expect(found('error')).toBe('')
  expect(found('Error', new Map([['error', new Set(['0/b'])]]))).toBe('b')
  expect(found('-error', new Map([['error', new Set(['0/b'])]]))).toBe('ac')
  expect(compileQuery('Error -"No such" kind:x', fields).words).toEqual(['error', 'no such'])
})

test('a term that is not understood is left out and said', () => {
  expect(found('knd:off-by-one split:test')).toBe('a')
  expect(problems('knd:off-by-one')).toEqual([expect.stringContaining('did you mean "kind"?')])
  expect(problems('turns>many')).toEqual(['turns needs a number, as in turns>2'])
  expect(problems('kind>2')).toEqual(['kind cannot be compared: write kind:value'])
  expect(problems('split:')).toEqual(['split needs a value: test, train'])
  expect(problems('"abc')).toEqual(['the quote is not closed'])
})

test('a value that no episode has is said with those there are', () => {
  expect(found('split:testing')).toBe('')
  expect(problems('split:testing')).toEqual(['no episode has split "testing": test, train'])
})

test('a field of several values is met by any of them, and lists them all', () => {
  const tagged = [
    row('a', { tags: { action: ['bash', 'bash: node'], exit: ['1'] } }),
    row('b', { tags: { action: ['submit'] } }),
    row('c'),
  ]
  const fields = fieldsOf({ episodes: tagged, runs: [] } as unknown as PageData)
  const found = (query: string) =>
    tagged
      .filter((each) => compileQuery(query, fields).matches(each, new Map()))
      .map(({ id }) => id)

  expect(found('action:bash')).toEqual(['a'])
  expect(found('action:"bash: node"')).toEqual(['a'])
  expect(found('action:bash action:submit')).toEqual(['a', 'b'])
  expect(found('-exit:1')).toEqual(['b', 'c'])
  expect(fields.find(({ name }) => name === 'action')?.values).toEqual(
    new Map([
      ['bash', 1],
      ['bash: node', 1],
      ['submit', 1],
    ]),
  )
})

test('a value that exists is taken by the letter, another whatever its case', () => {
  const kinds = [row('a', { kind: 'k' }), row('b', { kind: 'K' }), row('c', { kind: 'Long' })]
  const fields = fieldsOf({ episodes: kinds, runs: [] } as unknown as PageData)
  const found = (query: string) =>
    kinds.filter((each) => compileQuery(query, fields).matches(each, new Map())).map(({ id }) => id)

  expect(found('kind:k')).toEqual(['a'])
  expect(found('kind:K')).toEqual(['b'])
  expect(found('kind:long')).toEqual(['c'])
})
