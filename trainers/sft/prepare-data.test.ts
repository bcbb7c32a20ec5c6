import { describe, expect, test } from 'vitest'
import type { ChatMessage, TokenSample } from '../../core/index.ts'
import { characterTokenizer, chatMl, type TokenSequence } from '../../models/index.ts'
import { prepareData } from './prepare-data.ts'
import type { Episode, SftData } from './read-data.ts'

const letters = [...'\n abcdefghijklmnopqrstuvwxyz0123456789.<>"{}:,_/#']
const tokenizer = characterTokenizer(letters, { chatTemplate: chatMl })
/** Strips what an assistant said before the last question, as templates of reasoning models do. */
const forgetful = characterTokenizer(letters, {
  chatTemplate: [
    '{%- set ns = namespace(last=0) %}',
    "{%- for m in messages %}{% if m.role == 'user' %}{% set ns.last = loop.index0 %}{% endif %}{% endfor %}",
    '{%- for m in messages %}',
    "{{- '<|im_start|>' + m.role + '\\n' }}",
    "{{- '..' if m.role == 'assistant' and loop.index0 < ns.last else m.content }}",
    "{{- '<|im_end|>\\n' }}",
    '{%- endfor %}',
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{% endif %}",
  ].join(''),
})

const messages: readonly ChatMessage[] = [
  { role: 'user', content: 'guess' },
  { role: 'assistant', content: '10' },
  { role: 'user', content: 'higher' },
  { role: 'assistant', content: '15' },
]
const episode = (task: string, given: Partial<Episode> = {}): Episode => ({
  ...{ name: `run ${task}`, task, messages, tools: [] },
  decisions: [{ samples: [] }, { samples: [] }],
  ...given,
})
const dataOf = (...episodes: readonly Episode[]): SftData => ({
  kind: 'episodes',
  episodes,
  counts: { episodes: 9, kept: episodes.length, unscored: 0, below: 0, torn: true },
})
const options = { tokenizer, contextLength: 200, heldOut: 0, seed: 0 }
const trainedText = ({ ids, mask }: TokenSequence) =>
  tokenizer.decode(Array.from(ids).filter((_, place) => mask[place]))
const allText = ({ ids }: TokenSequence) => tokenizer.decode(Array.from(ids))

/** As a policy with this tokenizer would have sampled it. */
const sampled = (text: string, answer: string, parent: number | null): TokenSample => ({
  ...{ purpose: 'act', parent, temperature: 1, policyVersions: [] },
  newPromptIds: tokenizer.encode(text),
  ids: [...tokenizer.encode(answer), tokenizer.eosId ?? 0],
  logProbs: [],
})
const decisionOf = (content: string, ...samples: readonly TokenSample[]) => ({
  samples,
  message: { role: 'assistant', content } as const,
})

describe('a text becomes sequences', () => {
  test('however many, and not more than 500 of them are held out', async () => {
    const data: SftData = { kind: 'text', documents: ['abcdefg'.repeat(150_000)] }

    const { train, heldOut, report } = await prepareData(data, {
      ...options,
      contextLength: 8,
      heldOut: 0.1,
    })

    expect([train.length, heldOut.length]).toEqual([149_500, 500])
    expect(report).toMatchObject({ items: 1, longest: 8, policyTokens: 1_050_000 })
  })

  test('with a warning where characters are not in the vocabulary', async () => {
    const { warnings } = await prepareData({ kind: 'text', documents: ['öab cdö'] }, options)

    expect(warnings).toEqual([
      '2 tokens (25 %) are of characters that the vocabulary does not have: they are learnt as "unknown".',
    ])
  })
})

describe('episodes become sequences', () => {
  test('of one conversation each: what the assistant says is trained, and what ends its turn', async () => {
    const { train, report, warnings } = await prepareData(dataOf(episode('a')), options)

    expect(train.map(trainedText)).toEqual(['10<|im_end|>15<|im_end|>'])
    expect(train.map(allText)[0]).toMatch(/^<\|im_start\|>user\nguess.*15<\|im_end\|>$/s)
    expect(report).toMatchObject({ items: 1, of: 9, sampled: 0, sequences: 1, policyTokens: 6 })
    expect(warnings).toEqual(['The last line is not whole: its episode is left out.'])
  })

  test('of the tokens that were sampled, where they are of this tokenizer, spelt however they were', async () => {
    const decisions = [
      decisionOf('10', sampled('guess:', '10', null)),
      decisionOf('15', sampled(' higher:', '15', 0)),
    ]

    const { train, report, warnings } = await prepareData(
      dataOf(episode('a', { decisions })),
      options,
    )

    expect(train.map(allText)).toEqual(['guess:10<|im_end|> higher:15<|im_end|>'])
    expect(train.map(trainedText)).toEqual(['10<|im_end|>15<|im_end|>'])
    expect([report.sampled, warnings.length]).toEqual([1, 1])
  })

  test('of their text, with a warning, where the samples are of another tokenizer', async () => {
    const foreign = { ...sampled('guess:', '10', null), ids: [5, 999] }
    const other = sampled('guess:', 'ab', null)

    for (const sample of [foreign, other]) {
      const decisions = [decisionOf('10', sample), decisionOf('15', sample)]
      const { train, report, warnings } = await prepareData(
        dataOf(episode('a', { decisions })),
        options,
      )
      expect(train.map(trainedText)).toEqual(['10<|im_end|>15<|im_end|>'])
      expect(report.sampled).toBe(0)
      expect(warnings.join('\n')).toContain(
        'Sampled tokens are not used where they are not of this tokenizer',
      )
    }
  })

  test('of one turn each where the template rewrites what was said, with the first differing token told', async () => {
    const { train, warnings } = await prepareData(dataOf(episode('a')), {
      ...options,
      tokenizer: forgetful,
    })

    expect(train.map(trainedText)).toEqual(['10<|im_end|>', '15<|im_end|>'])
    expect(train.map(allText)[1]).toContain('assistant\n..<|im_end|>')
    expect(warnings.join('\n')).toMatch(/does not keep prefixes: .* first at token \d+/)
  })

  test('held out by whole tasks, drawn by the seed', async () => {
    const tasks = ['a', 'b', 'c', 'd', 'e', 'f']
    const episodes = tasks.flatMap((task) =>
      [0, 1].map((copy) =>
        episode(task, {
          messages: [
            { role: 'user', content: `${task}${copy}` },
            { role: 'assistant', content: task },
          ],
        }),
      ),
    )
    const heldOutOf = async (seed: number) => {
      const { train, heldOut } = await prepareData(dataOf(...episodes), {
        ...options,
        heldOut: 0.34,
        seed,
      })
      const [trained, held] = [train, heldOut].map((part) => new Set(part.map(trainedText)))
      expect([...(held ?? [])].filter((task) => trained?.has(task))).toEqual([])
      expect(heldOut).toHaveLength(4)
      return [...(held ?? [])]
    }

    const drawn = await heldOutOf(0)

    expect(await heldOutOf(0)).toEqual(drawn)
    expect(new Set((await Promise.all([1, 2, 3].map(heldOutOf))).map(String)).size).toBeGreaterThan(
      1,
    )
  })

  test('only where there is a chat template, and something was said', async () => {
    const without = characterTokenizer(letters)
    const silent = episode('a', { messages: [], decisions: [] })

    await expect(
      prepareData(dataOf(episode('a')), { ...options, tokenizer: without }),
    ).rejects.toThrow('it has no chat template')
    await expect(prepareData(dataOf(silent), options)).rejects.toThrow(
      'none of its tokens was said',
    )
  })
})
