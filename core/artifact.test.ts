import { expect, test } from 'vitest'
import { type Artifacts, keepArtifacts } from './artifact.ts'

const image = { type: 'image', mimeType: 'image/png' } as const

test('keeps every kind as plain JSON, with fields of their own', () => {
  const left = {
    diff: { type: 'diff', text: '' },
    log: { type: 'text', text: 'a', lines: 1 },
    inline: { ...image, data: 'AA==' },
    file: { ...image, path: 'shots/1.png' },
  } as const

  const kept = keepArtifacts('test/A-v0', left)

  expect(kept).toEqual(left)
  expect(kept?.['log']).not.toBe(left.log)
})

test('keeps nothing where nothing is left', () => {
  expect([null, {}].map((left) => keepArtifacts('test/A-v0', left))).toEqual([undefined, undefined])
})

test.each([
  ['a text alone', 'done', 'expected record'],
  ['a text without a type', { note: 'done' }, 'note: '],
  ['a kind that is none', { note: { type: 'html', text: '' } }, 'note.type: '],
  ['bytes', { shot: { ...image, data: new Uint8Array(1) } }, 'shot.data: expected string'],
])('refuses %s', (_, left, problem) => {
  expect(() => keepArtifacts('test/A-v0', left as unknown as Artifacts)).toThrow(
    expect.objectContaining({
      name: 'EnvError',
      message: expect.stringContaining(`Cannot keep the artifacts of test/A-v0: ${problem}`),
    }),
  )
})
