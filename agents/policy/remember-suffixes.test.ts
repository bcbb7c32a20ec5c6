import { expect, test } from 'vitest'
import type { ChatMessage } from '../../core/index.ts'
import { rememberSuffixes } from './remember-suffixes.ts'
import type { Suffix } from './suffix.ts'

const said = (content: string, calls: readonly string[] = []): ChatMessage => ({
  role: 'assistant',
  content,
  ...(calls.length > 0 && {
    toolCalls: calls.map((id) => ({ id, name: 'put', arguments: `{"said":"${content}"}` })),
  }),
})
const answer = (content: string): ChatMessage => ({ role: 'user', content })

/** Gives the characters of the calls' ids and of the answers; counts how often it was asked. */
function counted() {
  let times = 0
  const suffix: Suffix = ({ toolCalls = [] }, answers) => {
    times++
    const text = [...toolCalls.map(({ id }) => id), ...answers.map(({ content }) => content)]
    return text.includes('none') ? null : [...text.join()].map((each) => each.charCodeAt(0))
  }
  return { suffix: rememberSuffixes(suffix), plain: suffix, times: () => times }
}

test('what was said to one episode is not rendered again for another', () => {
  const { suffix, plain, times } = counted()
  const first = suffix(said('a'), [answer('higher')])

  expect(suffix(said('b'), [answer('higher')])).toEqual(first)
  expect(suffix(said('a'), [answer('none')])).toBeNull()
  expect(suffix(said('b'), [answer('none')])).toBeNull()
  expect(times()).toBe(2)
  expect(first).toEqual(plain(said('a'), [answer('higher')]))
})

test('other calls, answers or numbers of them have suffixes of their own', () => {
  const { suffix, plain } = counted()
  const cases = [
    [said('a'), [answer('b')]],
    [said('a', ['call_0']), [answer('b')]],
    [said('a', ['call_1']), [answer('b')]],
    [said('a', ['call_0', 'call_1']), [answer('b')]],
    [said('a'), [answer('b'), answer('')]],
    [said('a'), [answer('b","')]],
  ] as const

  for (const [message, answers] of [...cases, ...cases]) {
    expect(suffix(message, answers)).toEqual(plain(message, answers))
  }
})

test('long answers are not kept, nor more than some hundred short ones', () => {
  const { suffix, times } = counted()
  const long = answer('#'.repeat(1000))
  suffix(said('a'), [long])
  suffix(said('a'), [long])
  expect(times()).toBe(2)

  for (let turn = 0; turn <= 512; turn++) suffix(said('a'), [answer(String(turn))])
  suffix(said('a'), [answer('512')])
  expect(times()).toBe(2 + 513)
  suffix(said('a'), [answer('0')])
  expect(times()).toBe(2 + 514)
})
