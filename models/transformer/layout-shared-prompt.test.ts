import { describe, expect, test } from 'vitest'
import { layoutSharedPrompt } from './layout-shared-prompt.ts'
import { presetConfig } from './presets.ts'

const config = presetConfig('nano', { vocabularySize: 10, maxLength: 8 })
const policy = { config, layout: { kind: 'sharedPrompt', blocks: 1 } } as const
const groups = [
  {
    prompt: [1, 2, 3],
    completions: [
      { ids: [4, 5], mask: [1, 1] },
      { ids: [6], mask: [1] },
    ],
  },
  { prompt: [7], completions: [{ ids: [8, 9, 1], mask: [1, 0, 1] }] },
]
const data = ({ batch }: ReturnType<typeof layoutSharedPrompt>, name: string) => [
  ...(batch[name]?.data ?? []),
]

describe('layoutSharedPrompt', () => {
  test('lays out each prompt once, and its completions behind all prompts', () => {
    const laid = layoutSharedPrompt(policy, groups)

    expect(laid.batch['prompts']).toEqual({
      shape: [2, 3],
      data: Int32Array.of(1, 2, 3, 7, 0, 0),
    })
    expect(laid.batch['completions']).toEqual({
      shape: [2, 2, 3],
      data: Int32Array.of(4, 5, 0, 6, 0, 0, 8, 9, 1, 0, 0, 0),
    })
    expect(data(laid, 'promptBias').map((bias) => bias === 0)).toEqual([
      ...[true, true, true],
      ...[true, false, false],
    ])
    expect([laid.tokens, laid.places]).toEqual([10, 18])
  })

  test('trains the first token of completions at the last of their prompt', () => {
    const laid = layoutSharedPrompt(policy, groups)

    // Behind the 18 places of tokens stand the ends of prompts, one a completion.
    expect(data(laid, 'rows')).toEqual([18, 6, 19, 20, 13])
    expect(data(laid, 'promptEnds').slice(0, 3)).toEqual([2, 2, 3])
    expect(new Set(data(laid, 'rows')).size).toBe(5)
    expect(data(laid, 'targets')).toEqual([4, 5, 6, 8, 1])
    expect([...laid.trained.sequence]).toEqual([0, 0, 1, 2, 2])
    expect([...laid.trained.position]).toEqual([0, 1, 0, 0, 2])
  })

  test('counts the positions of completions from the end of their prompt', () => {
    const laid = layoutSharedPrompt(policy, groups)

    const half = config.headSize / 2
    const cosines = data(laid, 'cos').filter((_, i) => i % half === 0)
    const positions = [0, 1, 2, 0, 0, 0, 3, 4, 0, 3, 0, 0, 1, 2, 3, 0, 0, 0]
    for (const [i, position] of positions.entries()) {
      expect(cosines[i]).toBeCloseTo(Math.cos(position), 6)
    }
  })

  const completion = { ids: [1], mask: [1] }
  test.each([
    ['no groups', [], 'Cannot lay out a batch: it holds no group'],
    [
      'an empty prompt',
      [{ prompt: [], completions: [completion] }],
      'Cannot lay out the prompt of group 0: it is empty',
    ],
    [
      'a group without completions',
      [...groups, { prompt: [1], completions: [] }],
      'Cannot lay out group 2: it holds no completion',
    ],
    [
      'an empty completion',
      [{ prompt: [1], completions: [completion, { ids: [], mask: [] }] }],
      'Cannot lay out completion 1 of group 0: it is empty',
    ],
    [
      'more than the model takes',
      [{ prompt: [1, 1, 1, 1, 1, 1, 1, 1], completions: [completion] }],
      'Cannot lay out completion 0 of group 0: 9 tokens are more than the 8 of the model',
    ],
  ])('refuses %s', (_, given, message) => {
    expect(() => layoutSharedPrompt(policy, given)).toThrow(message)
  })
})
