import { expect, test } from 'vitest'
import type { Json } from '../../../../core/index.ts'
import { readEpisode } from './episode.ts'
import { framesOf } from './frames.ts'

const picture = (data: string) => ({ type: 'image', mimeType: 'image/png', data })
const turn = (observation: Json) => ({
  decision: 0,
  action: { tool: 'click', ref: 'e1' },
  observation,
})
const shown = (data: string) => [{ type: 'text', text: 'a page' }, picture(data)]

test('the pictures that the agent was shown are the frames, one a step', () => {
  const episode = readEpisode({
    initial: { observation: shown('AAAA') },
    turns: [turn(shown('BBBB')), turn('an error'), turn(shown('CCCC'))],
  })

  expect(framesOf(episode)).toEqual([
    { image: { url: 'data:image/png;base64,AAAA' }, caption: 'Start', turn: null },
    { image: { url: 'data:image/png;base64,BBBB' }, caption: '1 click', turn: 0 },
    { image: { url: 'data:image/png;base64,CCCC' }, caption: '3 click', turn: 2 },
  ])
})

test('pictures that were kept for people come first', () => {
  const episode = readEpisode({
    initial: { observation: shown('AAAA') },
    turns: [turn('text')],
    artifacts: { 'screenshot 00': picture('BBBB'), 'screenshot 01': picture('CCCC'), note: 'x' },
  })

  expect(framesOf(episode).map(({ caption, turn }) => [caption, turn])).toEqual([
    ['Start', null],
    ['1 click', 0],
  ])
})

test('an episode without pictures has no frames', () => {
  expect(framesOf(readEpisode({ initial: { observation: 'a' }, turns: [turn('b')] }))).toEqual([])
})
