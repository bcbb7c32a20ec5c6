import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { oracle } from '../../agents/oracle.ts'
import { guessNumber } from '../../envs/text/guess-number/env.ts'
import { checkVocabulary, openCheckpoint, openTokenizer } from '../../models/index.ts'
import { run } from '../../runs/index.ts'
import { folderWith, metricsOf, openCpu, rhyme, sharedCpu } from '../training.suite.ts'
import { readTrainingRun } from '../training-run.ts'
import { type SftConfig, sftConfigSchema } from './config.ts'
import { resumeSft, runSft, type SftRunOptions } from './run-sft.ts'

const cpu = sharedCpu()
let demos = ''
beforeAll(async () => {
  demos = join(await mkdtemp(join(tmpdir(), 'palaestra-demos-')), 'demos')
  await run({
    definition: guessNumber,
    agent: async () => oracle,
    episodes: 40,
    out: demos,
    options: { brief: true },
  })
})
afterAll(() => rm(join(demos, '..'), { recursive: true, force: true }))

const small = { data: [] as string[], model: 'nano', steps: 6, learningRate: 0.01, batchSize: 4 }
const configOf = (given: Partial<SftConfig>): SftConfig =>
  sftConfigSchema.parse({ ...small, data: [demos], ...given })
const start = (dir: string, given: Partial<SftConfig>, options: Partial<SftRunOptions> = {}) =>
  runSft(dir, configOf(given), { engine: cpu, ...options })
const warningsOf = async (given: Partial<SftConfig>) => {
  const warnings: string[] = []
  const onWarning = (message: string) => warnings.push(message)
  await start(join(await folderWith(), 'run'), given, { onWarning })
  return warnings.join('\n')
}
/** Stops once so many steps are done. */
function stopAt(step: number): Pick<SftRunOptions, 'stop' | 'onProgress'> {
  const controller = new AbortController()
  return {
    stop: controller.signal,
    onProgress: ({ done }) => void (done >= step && controller.abort()),
  }
}
const bytesOf = (folder: string | null) => readFile(join(folder ?? '', 'model.safetensors'))

describe('a run of sft', () => {
  test('learns demonstrations of an env, and leaves a model that opens with its chat template', async () => {
    const dir = join(await folderWith(), 'run')

    const result = await start(dir, { model: 'tiny', steps: 50, learningRate: 1e-2, batchSize: 16 })

    const lines = await metricsOf(dir)
    expect(lines).toHaveLength(50)
    expect(Number(lines[0]?.['losses/policy_loss'])).toBeGreaterThan(4)
    expect(Number(result.last?.['losses/policy_loss'])).toBeLessThan(0.9)
    expect(Number(result.last?.['eval/perplexity'])).toBeLessThan(4)
    expect(result.data.policyTokens).toBeLessThan(result.data.tokens / 4)
    await using checkpoint = await openCheckpoint(result.exported ?? '')
    const tokenizer = await openTokenizer(result.exported ?? '')
    checkVocabulary(tokenizer, checkpoint.config)
    expect(tokenizer.chatTemplate).toContain('<|im_start|>')
    expect(await readTrainingRun(dir)).toMatchObject({
      ...{ status: 'complete', algorithm: 'sft', steps: 50 },
      engine: { engine: 'onnx', device: 'cpu', threads: 1, reason: 'a test' },
      config: { learningRate: 0.01, contextLength: 2048 },
    })
  })

  test('that was stopped goes on as if it had not been, bit for bit', async () => {
    const folder = await folderWith()
    const [whole, parted] = [join(folder, 'whole'), join(folder, 'parted')]
    const given = { steps: 12, saveEvery: 4 }

    const uninterrupted = await start(whole, given)
    const first = await start(parted, given, stopAt(7))
    const second = await resumeSft(parted, { engine: openCpu })

    expect([first.status, first.progress.step, first.exported]).toEqual(['interrupted', 7, null])
    expect([second.status, second.stepsDone]).toEqual(['complete', 7])
    expect(await metricsOf(parted)).toEqual(await metricsOf(whole))
    expect(await bytesOf(second.exported)).toEqual(await bytesOf(uninterrupted.exported))
  })

  test('that died goes on from its last save: what came after it is done again', async () => {
    const folder = await folderWith()
    const [whole, died] = [join(folder, 'whole'), join(folder, 'died')]
    const given = { steps: 10, saveEvery: 4 }
    const onProgress = ({ done }: { readonly done: number }) => {
      if (done === 7) throw new Error('the plug was pulled')
    }

    await start(whole, given)
    await expect(start(died, given, { onProgress })).rejects.toThrow('the plug was pulled')
    const failed = await readTrainingRun(died)
    await appendFile(join(died, 'metrics.jsonl'), '{"global_step":8,"losses/pol')
    const resumed = await resumeSft(died, { engine: cpu })

    expect(failed).toMatchObject({ status: 'failed', error: 'the plug was pulled' })
    expect(resumed.stepsDone).toBe(4)
    expect(await metricsOf(died)).toEqual(await metricsOf(whole))
    expect((await readTrainingRun(died)).error).toBeUndefined()
  })

  test('is not resumed once it is complete, on other data, or where there is none', async () => {
    const folder = await folderWith({ 'text.txt': rhyme.repeat(20) })
    const path = join(folder, 'text.txt')
    const [complete, stopped] = [join(folder, 'complete'), join(folder, 'stopped')]
    const given = { data: [path], contextLength: 32 }
    await start(complete, given)
    await start(stopped, given, stopAt(2))
    await writeFile(path, rhyme.repeat(21))

    const resumed = (dir: string) => resumeSft(dir, { engine: cpu })

    await expect(resumed(complete)).rejects.toThrow('all its 6 steps are done')
    await expect(resumed(stopped)).rejects.toThrow('its data has changed since it began')
    await expect(resumed(folder)).rejects.toThrow('there is no run in it')
    await expect(resumed(demos)).rejects.toThrow('it is no training run')
    const engine = () => Promise.reject(new Error('too late'))
    await expect(start(complete, {}, { engine })).rejects.toThrow('the folder is not empty')
  })

  test('of an adapter trains and saves it alone, and leaves it as PEFT reads it', async () => {
    const folder = await folderWith()
    const base = await start(join(folder, 'base'), {})
    const model = base.exported ?? ''

    const given = { model, loraRank: 2, steps: 8 }
    const adapted = await start(join(folder, 'adapted'), given)
    const parted = await start(join(folder, 'parted'), given, stopAt(3))
    const resumed = await resumeSft(parted.dir, { engine: cpu })

    const bytes = (dir: string) => readFile(join(dir, 'adapter_model.safetensors'))
    const config = await readFile(join(adapted.exported ?? '', 'adapter_config.json'), 'utf8')
    expect(adapted.policy.trained).toBeLessThan(adapted.policy.parameters / 2)
    expect(JSON.parse(config)).toMatchObject({
      r: 2,
      lora_alpha: 4,
      base_model_name_or_path: model,
    })
    expect(await bytes(resumed.exported ?? '')).toEqual(await bytes(adapted.exported ?? ''))
    const adapter = adapted.exported ?? ''
    const further = await start(join(folder, 'further'), { model, adapter, steps: 2 })
    expect(further.policy.trained).toBe(adapted.policy.trained)
    const twin = join(folder, 'twin')
    await cp(model, twin, { recursive: true })
    expect(await warningsOf({ model: twin, adapter, steps: 1 })).toBe(
      `The adapter ${adapter} was made for ${model}, not for ${twin}: unless they are the same, it begins with noise.`,
    )
    expect(await warningsOf({ model, adapter, steps: 1 })).toBe('')
    const other = await start(join(folder, 'other'), { model: 'tiny', steps: 1 })
    await expect(
      start(join(folder, 'wrong'), { model: other.exported ?? '', adapter }),
    ).rejects.toThrow(/^Cannot read .*(shape|asks for)/)
    await expect(start(join(folder, 'both'), { ...given, adapter })).rejects.toThrow('two adapters')
  })

  test('of texts learns a vocabulary of so many tokens on them', async () => {
    const folder = await folderWith({ 'text.txt': rhyme.repeat(40) })

    const { policy, data } = await start(join(folder, 'run'), {
      data: [join(folder, 'text.txt')],
      vocabulary: '300',
      contextLength: 32,
    })

    expect(policy.vocabularySize).toBeLessThanOrEqual(300)
    expect(policy.vocabularySize).toBeGreaterThan(280)
    expect(data.policyTokens).toBe(data.tokens - data.sequences - data.heldOut)
  })
})

describe('data that cannot be trained on', () => {
  const refused = async (
    given: Partial<SftConfig>,
    files: Readonly<Record<string, string | Uint8Array>> = {},
  ) => {
    const folder = await folderWith(files)
    const data = given.data?.map((name) => join(folder, name)) ?? [demos]
    return expect(start(join(folder, 'run'), { ...given, data })).rejects
  }

  test('is one line that names it', async () => {
    await (await refused({ data: ['none.txt'] })).toThrow(
      /^Cannot train on .*none\.txt: no such file/,
    )
    await (await refused({ data: ['a.txt'] }, { 'a.txt': ' \n' })).toThrow('a.txt: it is empty')
    await (
      await refused({ data: ['a.txt'] }, { 'a.txt': Buffer.from('caf\u00e9', 'latin1') })
    ).toThrow('a.txt: it is no text in UTF-8')
    await (await refused({ data: ['a.jsonl'] }, { 'a.jsonl': '' })).toThrow('it holds no episode')
    await (await refused({ data: ['a.jsonl'] }, { 'a.jsonl': 'no\n' })).toThrow(
      /a\.jsonl:1: the line is not JSON/,
    )
    await (await refused({ data: ['a.txt', 'a.jsonl'] }, { 'a.txt': 'x', 'a.jsonl': '' })).toThrow(
      'one holds episodes, the other text',
    )
    await (await refused({ minReturn: 2 })).toThrow('none of its 40 episodes has a return of 2')
    await (await refused({ contextLength: 8 })).toThrow(
      /all \d+ sequences are longer than the context of 8 tokens/,
    )
  })

  test('and models and vocabularies that are none, as well, with nothing written', async () => {
    await (await refused({ model: 'huge' })).toThrow('Cannot open the model huge: it is no size')
    await (await refused({ vocabulary: 'words' })).toThrow('Cannot make a vocabulary of words')
    await (await refused({ vocabulary: '10' })).toThrow('10 tokens are too few')
    await (await refused({ loraRank: 4 })).toThrow('Cannot adapt nano: it is a new model')
    await (await refused({ rslora: true })).toThrow('--rslora is of a new adapter')
    await (await refused({ data: ['a.txt'], system: 'x' }, { 'a.txt': 'x' })).toThrow(
      'Cannot train on text with --system',
    )
    const folder = await folderWith()
    await expect(start(join(folder, 'run'), { model: folder })).rejects.toThrow('config.json')
    await expect(readTrainingRun(join(folder, 'run'))).rejects.toThrow('there is no run in it')
  })

  test('in part is left out, counted and told', async () => {
    expect(await warningsOf({ contextLength: 64 })).toMatch(
      /^\d+ of 40 sequences are longer than the context of 64 tokens/,
    )
  })
})
