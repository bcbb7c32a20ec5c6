import { describe, expect, test } from 'vitest'
import { parseDockerfile, plain, wordsOf } from './dockerfile.ts'

describe('parseDockerfile', () => {
  test('joins lines, leaves comments out, and keeps the line where an instruction starts', () => {
    const source = `# syntax=docker/dockerfile:1
FROM python:3.12   AS base

copy --chown=1:1 --chmod=755 a \\
  # a comment between
  b \\

  /app/
ENV A=1 \\
    B="two words"`

    expect(parseDockerfile(source)).toEqual([
      { name: 'FROM', line: 2, flags: {}, text: 'python:3.12   AS base' },
      { name: 'COPY', line: 4, flags: { chown: '1:1', chmod: '755' }, text: 'a   b   /app/' },
      { name: 'ENV', line: 9, flags: {}, text: 'A=1     B="two words"' },
    ])
  })

  test('reads instructions of Windows, without arguments and cut off', () => {
    expect(
      parseDockerfile('FROM a\r\nEOF\r\nCOPY a \\').map(({ name, text }) => [name, text]),
    ).toEqual([
      ['FROM', 'a'],
      ['EOF', ''],
      ['COPY', 'a'],
    ])
  })
})

describe('wordsOf', () => {
  test.each([
    ['a  b /app/', ['a', 'b', '/app/']],
    ['["a b", "/app/"]', ['a b', '/app/']],
    [`"a b" 'c d' e\\ f /x`, ['a b', 'c d', 'e f', '/x']],
    [
      `$NAME/\${NAME}.txt \${NONE:-other} \${NAME:+set}x '$NAME' "\\$NAME"`,
      ['gear/gear.txt', 'other', 'setx', '$NAME', '$NAME'],
    ],
    ['[a] b', ['[a]', 'b']],
  ])('splits %s', (text, words) => {
    expect(wordsOf(text, { NAME: 'gear' })).toEqual(words)
  })
})

test('plain keeps spaces of a text that is one word', () => {
  expect(plain('/bin:$PATH with "a  b"', { PATH: '/usr/bin' })).toBe('/bin:/usr/bin with a  b')
})
