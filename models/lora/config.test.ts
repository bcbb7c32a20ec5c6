import { describe, expect, test } from 'vitest'
import { parameterShapes } from '../checkpoint/parameters.ts'
import { tinyQwen3 } from '../checkpoint/tiny-models.suite.ts'
import { type LoraConfig, loraRank, loraScale, loraShapes, resolveTargets } from './config.ts'

const base = parameterShapes({ ...tinyQwen3, tiedEmbeddings: false })
const config: LoraConfig = { rank: 4, alpha: 8, targetModules: ['q_proj'], rankStabilized: false }
const modulesIn = (targets: Partial<LoraConfig>) =>
  Object.keys(loraShapes(base, { ...config, ...targets }))
    .filter((name) => name.endsWith('.lora_A.weight'))
    .map((name) => name.slice(0, -'.lora_A.weight'.length))

describe('loraShapes', () => {
  test('gives A and B of every module with one of the endings, in the order of the model', () => {
    const shapes = loraShapes(base, { ...config, targetModules: ['down_proj', 'q_proj'] })

    expect(Object.entries(shapes).slice(0, 4)).toEqual([
      ['model.layers.0.self_attn.q_proj.lora_A.weight', [4, 8]],
      ['model.layers.0.self_attn.q_proj.lora_B.weight', [12, 4]],
      ['model.layers.0.mlp.down_proj.lora_A.weight', [4, 12]],
      ['model.layers.0.mlp.down_proj.lora_B.weight', [8, 4]],
    ])
    expect(Object.keys(shapes)).toHaveLength(8)
  })

  test('takes whole parts of names as endings', () => {
    expect(modulesIn({ targetModules: ['1.self_attn.q_proj'] })).toEqual([
      'model.layers.1.self_attn.q_proj',
    ])
    expect(modulesIn({ targetModules: ['lm_head'] })).toEqual(['lm_head'])
    expect(() => modulesIn({ targetModules: ['proj'] })).toThrow('no module ends with proj')
  })

  test.each([
    [{ targetModules: ['q_prjo'] }, 'no module ends with q_prjo (did you mean "q_proj"?)'],
    [{ targetModules: [] }, 'targetModules names no module'],
    [{ targetModules: ['input_layernorm'] }, 'layers.0.input_layernorm is no linear layer'],
    [{ targetModules: ['embed_tokens'] }, 'LoRA on embeddings is not supported'],
    [{ rank: 0 }, 'rank 0 is no whole number from 1'],
    [{ rankPattern: { q_proj: 1.5 } }, 'rank 1.5 is no whole number from 1'],
    [{ alpha: Number.NaN }, 'alpha NaN is not above 0'],
    [{ rankPattern: { '(': 2 } }, 'pattern ( is no regular expression'],
  ])('refuses %j', (more, reason) => {
    expect(() => loraShapes(base, { ...config, ...more })).toThrow(
      `Cannot adapt the model: ${reason}`.replace('the model: layers', 'the model: model.layers'),
    )
  })
})

describe('resolveTargets', () => {
  test('takes a text as an expression for whole names', () => {
    const whole = (source: string) => resolveTargets(base, source)

    expect(whole(String.raw`.*\.0\.self_attn\.[qv]_proj`)).toEqual([
      'model.layers.0.self_attn.q_proj',
      'model.layers.0.self_attn.v_proj',
    ])
    expect(whole('q_proj')).toEqual([])
    expect(whole(String.raw`model\.layers\.(?P<layer>1)\.mlp\.up_proj`)).toHaveLength(1)
    expect(() => whole('(')).toThrow('target_modules ( is no regular expression')
  })

  test('takes all-linear as every linear layer but the head', () => {
    const endings = resolveTargets(base, 'all-linear').map((name) => name.split('.').at(-1))

    expect(endings.slice(0, 7)).toEqual(
      ['q', 'k', 'v', 'o', 'gate', 'up', 'down'].map((name) => `${name}_proj`),
    )
    expect(endings).toHaveLength(14)
  })

  test('leaves endings out that the model lacks', () => {
    expect(resolveTargets(base, ['c_attn', 'q_proj'])).toEqual(['q_proj'])
  })
})

describe('ranks and scales', () => {
  const patterned: LoraConfig = {
    ...config,
    rankPattern: { 'layers.0.mlp.up_proj': 2, up_proj: 16, '^model.layers.1.self_attn.q_proj': 1 },
    alphaPattern: { up_proj: 32 },
  }

  test('are those of the first pattern that a name ends with', () => {
    const ranks = ['0.mlp.up_proj', '1.mlp.up_proj', '1.self_attn.q_proj', '0.self_attn.q_proj']

    expect(ranks.map((end) => loraRank(patterned, `model.layers.${end}`))).toEqual([2, 16, 1, 4])
    expect(loraShapes(base, patterned)['model.layers.1.self_attn.q_proj.lora_A.weight']).toEqual([
      1, 8,
    ])
  })

  test('divide alpha by the rank, or by its root where stabilized', () => {
    expect(loraScale(config, 'q_proj')).toBe(2)
    expect(loraScale({ ...config, rankStabilized: true }, 'q_proj')).toBe(4)
    expect(loraScale(patterned, 'model.layers.1.mlp.up_proj')).toBe(2)
    expect(loraScale({ ...patterned, rankStabilized: true }, 'model.layers.1.mlp.up_proj')).toBe(8)
  })
})

test('an expression that could take for ever is refused, not run', () => {
  expect(() => resolveTargets({ 'layers.0.q_proj.weight': [4, 4] }, '((.*)*)*x')).toThrow(
    'repeats what repeats',
  )
})
