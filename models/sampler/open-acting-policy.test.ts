import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Engine } from '../engine.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import { characterTokenizer } from '../tokenizer/index.ts'
import { openActingPolicy, readPolicySpeech } from './open-acting-policy.ts'
import { letters, writeTinyAdapter, writeTinyPolicy } from './policy-folder.suite.ts'
import type { Sampler, SamplerOptions } from './sampler.ts'

let folder = ''
let model = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaestra-policy-'))
  const made = folder
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  model = join(folder, 'model')
})

/** The reference engine with a sampler that draws nothing; tells what is opened and closed. */
function watchedEngine(makeSampler = samplerOf) {
  const events: string[] = []
  const asked: SamplerOptions[] = []
  const open = async (): Promise<Engine> => {
    const engine = createReferenceEngine()
    const told = (name: string) => {
      events.push(`open ${name}`)
      const close = async () => void events.push(`close ${name}`)
      return { close, [Symbol.asyncDispose]: close }
    }
    const spec = {
      engine: 'onnx',
      device: 'cpu',
      threads: 1,
      reason: 'a test',
      versions: {},
    } as const
    return {
      ...{ ...engine, spec },
      async open(declared, weights) {
        const parameters = await engine.open(declared, weights)
        const sampler = async (options: SamplerOptions) => {
          asked.push(options)
          return { ...makeSampler(options), ...told('sampler') }
        }
        return { ...parameters, ...told('parameters'), sampler }
      },
      ...told('engine'),
    }
  }
  return { events, asked, open }
}

function samplerOf({ config }: SamplerOptions): Omit<Sampler, 'close'> {
  const none = async () => {
    throw new Error('nothing is sampled here')
  }
  const dispose = async () => {}
  return {
    ...{ config, sample: none, swap: none, statistics: none, [Symbol.asyncDispose]: dispose },
    hold: () => () => {},
    version: async () => 0,
  }
}

describe('a policy that is opened', () => {
  test('has what an agent needs, and is closed from its sampler to its engine', async () => {
    await writeTinyPolicy(model)
    const { events, asked, open } = watchedEngine()

    const policy = await openActingPolicy({ model, batchRows: 8, cacheMiB: 16 }, open)

    const { tokenizer, template, contextTokens, stopIds } = policy
    expect(contextTokens).toBe(512)
    expect(stopIds).toEqual([tokenizer.idOf('<|im_end|>')])
    expect(template.render([{ role: 'user', content: 'a' }])).toContain('<|im_start|>user\na')
    expect(asked).toMatchObject([{ maxRows: 8, cacheMiB: 16, config: { maxLength: 512 } }])
    await policy.close()
    await policy.close()
    const names = ['engine', 'parameters', 'sampler']
    expect(events).toEqual([
      ...names.map((name) => `open ${name}`),
      ...names.toReversed().map((name) => `close ${name}`),
    ])
  })

  test('gives the sampler the bytes of text tokens, and none of tokens that control', async () => {
    await writeTinyPolicy(model)
    const { asked, open } = watchedEngine()

    const { tokenizer } = await openActingPolicy({ model }, open)

    const bytes = asked[0]?.vocabulary?.bytes ?? []
    expect(bytes).toHaveLength(tokenizer.vocabularySize)
    expect(bytes[tokenizer.idOf('a') ?? -1]).toEqual(new Uint8Array([97]))
    expect(bytes[tokenizer.idOf('<|im_end|>') ?? -1]).toBeNull()
  })

  test('of a training run is the model that it wrote, or model and adapter', async () => {
    await writeTinyPolicy(model)
    await writeTinyPolicy(join(folder, 'full/model'))
    await writeTinyAdapter(join(folder, 'lora/adapter'), { baseModel: model })
    const foldersOf = async (run: string) =>
      (await openActingPolicy({ model: join(folder, run) }, watchedEngine().open)).folders

    expect(await foldersOf('full')).toEqual({ model: join(folder, 'full/model') })
    expect(await foldersOf('lora')).toEqual({ model, adapter: join(folder, 'lora/adapter') })
    const both = { model, adapter: join(folder, 'lora') }
    expect((await openActingPolicy(both, watchedEngine().open)).lora?.rank).toBe(2)
  })

  test('has the same identity elsewhere, and another with other weights or an adapter', async () => {
    await writeTinyPolicy(model)
    await cp(model, join(folder, 'copy'), { recursive: true })
    await writeTinyPolicy(join(folder, 'other'), { seed: 2 })
    await writeTinyAdapter(join(folder, 'adapter'))
    const identityOf = async (name: string, adapter?: string) =>
      (await openActingPolicy({ model: join(folder, name), adapter }, watchedEngine().open))
        .identity

    const identity = await identityOf('model')

    expect(identity).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(await identityOf('copy')).toBe(identity)
    expect(await identityOf('other')).not.toBe(identity)
    expect(await identityOf('model', join(folder, 'adapter'))).not.toBe(identity)
  })

  test('without a chat template speaks ChatML', async () => {
    const tokenizer = characterTokenizer(letters, { specialTokens: ['<|end|>'] })
    await writeTinyPolicy(model, { tokenizer })

    const { template, stopIds } = await readPolicySpeech({ model })

    expect(template.source).toContain('<|im_start|>')
    expect(stopIds).toEqual([tokenizer.idOf('<|end|>')])
  })
})

test('how a policy speaks is read without its weights', async () => {
  await writeTinyPolicy(model)
  await rm(join(model, 'model.safetensors'))

  expect((await readPolicySpeech({ model })).contextTokens).toBe(512)
  const { events, open } = watchedEngine()
  await expect(openActingPolicy({ model }, open)).rejects.toThrow('neither model.safetensors nor')
  expect(events).toEqual([])
})

describe('what is no policy is refused in one line, with what to give', () => {
  const refusal = async (options: { readonly model: string; readonly adapter?: string }) => {
    const { events, open } = watchedEngine()
    const error: unknown = await openActingPolicy(options, open).catch((reason: unknown) => reason)
    expect(events).toEqual([])
    expect(error).toMatchObject({ name: 'ConfigError' })
    return error instanceof Error ? error.message : ''
  }

  test.each([
    ['tiny', 'it is a size for training, not a trained model (train one with palaestra train sft'],
    ['Qwen/Qwen3-0.6B', 'there is no such folder (check the path; nothing is downloaded)'],
    [import.meta.filename, 'it is a file'],
    [import.meta.dirname, 'there is no config.json in it'],
  ])('%s', async (name, message) => {
    expect(await refusal({ model: name })).toContain(`Cannot act with ${name}: ${message}`)
  })

  test('folders of runs, adapters and models without a tokenizer', async () => {
    await writeTinyPolicy(model)
    const adapter = join(folder, 'adapter')
    await writeTinyAdapter(adapter, { baseModel: 'gone' })
    await writeTinyAdapter(join(folder, 'lora/adapter'), { baseModel: 'gone' })
    await writeTinyAdapter(join(folder, 'large'), { size: 'tiny' })
    const told = (more: string) => refusal({ model, adapter: join(folder, more) })

    expect(await refusal({ model: adapter })).toContain('it is an adapter (give it as --adapter')
    expect(await refusal({ model: join(folder, 'lora') })).toContain(
      `is not at gone (give that as --model, and ${join(folder, 'lora/adapter')} as --adapter)`,
    )
    expect(await told('nowhere')).toContain('there is no such adapter')
    expect(await told('model')).toContain('there is no adapter_config.json in it')
    expect(await told('large')).toContain('check that the adapter is of this model')
    await rm(join(model, 'tokenizer.json'))
    expect(await refusal({ model })).toContain('there is no tokenizer.json in it')
    await rm(join(model, 'config.json'))
    await writeFile(join(model, 'run.json'), '{"kind":"training"}')
    expect(await refusal({ model })).toContain('its training has not come to an end')
    await writeFile(join(model, 'run.json'), '{}')
    expect(await refusal({ model })).toContain('it is a run of episodes')
  })
})

test('where the sampler cannot be opened nothing stays open, and what failed is told', async () => {
  await writeTinyPolicy(model)
  const { events, open } = watchedEngine(() => {
    throw new Error('no memory')
  })

  await expect(openActingPolicy({ model }, open)).rejects.toThrow('no memory')

  expect(events.slice(-2)).toEqual(['close parameters', 'close engine'])
})
