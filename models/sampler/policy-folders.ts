import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import { readJsonFile, readJsonFileIfAny } from '../checkpoint/json-file.ts'
import { presetNames } from '../transformer/presets.ts'

/** Where a policy is. */
export interface PolicyFolders {
  /** In Hugging Face's layout. */
  readonly model: string
  /** In PEFT's. */
  readonly adapter?: string
}

const CONFIG = 'config.json'
const ADAPTER_CONFIG = 'adapter_config.json'
const LAYOUT = "give the folder of a model in Hugging Face's layout"

/**
 * The folders that were meant: of a training run, the model or the adapter that it wrote.
 * @throws ConfigError for what is no model, with what to give instead.
 */
export async function findPolicyFolders(given: PolicyFolders): Promise<PolicyFolders> {
  const { model, adapter } = given
  await checkFolder(model)
  if (existsSync(join(model, CONFIG))) {
    return { model, ...(adapter !== undefined && { adapter: await findAdapter(adapter) }) }
  }
  if (existsSync(join(model, ADAPTER_CONFIG))) {
    throw cannotAct(
      model,
      'it is an adapter',
      'give it as --adapter, and what it adapts as --model',
    )
  }
  const trained = join(model, 'model')
  const adapted = join(model, 'adapter')
  if (existsSync(join(trained, CONFIG))) return findPolicyFolders({ ...given, model: trained })
  if (existsSync(join(adapted, ADAPTER_CONFIG))) return findAdapted(model, adapted, adapter)
  const [reason, advice] = await whatItIs(model)
  throw cannotAct(model, reason, advice)
}

async function checkFolder(model: string): Promise<void> {
  const found = await stat(model).catch(() => null)
  if (found?.isDirectory()) return
  if (found) throw cannotAct(model, 'it is a file', LAYOUT)
  if (presetNames.some((name) => name === model)) {
    const advice = `train one with palaestra train sft --model ${model}, and give the folder it writes`
    throw cannotAct(model, 'it is a size for training, not a trained model', advice)
  }
  throw cannotAct(model, 'there is no such folder', 'check the path; nothing is downloaded')
}

/** An adapter's own folder, or that of the run that trained it. */
async function findAdapter(adapter: string): Promise<string> {
  const inside = join(adapter, 'adapter')
  for (const folder of [adapter, inside]) {
    if (existsSync(join(folder, ADAPTER_CONFIG))) return folder
  }
  if (!existsSync(adapter)) {
    throw cannotAct(adapter, 'there is no such adapter', 'check the path given as --adapter')
  }
  throw cannotAct(
    adapter,
    `there is no ${ADAPTER_CONFIG} in it`,
    "give the folder of an adapter in PEFT's layout",
  )
}

/** What a run that trained an adapter began with is named in the adapter. */
async function findAdapted(
  run: string,
  adapter: string,
  other: string | undefined,
): Promise<PolicyFolders> {
  if (other !== undefined) {
    throw cannotAct(run, 'it trained an adapter, and --adapter names another', 'leave one out')
  }
  const schema = z.looseObject({ base_model_name_or_path: z.string().nullish() })
  const { base_model_name_or_path: base } = await readJsonFile(
    join(adapter, ADAPTER_CONFIG),
    schema,
  )
  if (base && existsSync(join(base, CONFIG))) return { model: base, adapter }
  throw cannotAct(
    run,
    `the model that its adapter is for is not at ${base || 'any known place'}`,
    `give that as --model, and ${adapter} as --adapter`,
  )
}

/** Runs write other folders, too. */
async function whatItIs(folder: string): Promise<readonly [reason: string, advice: string]> {
  const file = await readJsonFileIfAny(
    join(folder, 'run.json'),
    z.looseObject({ kind: z.string().optional() }),
  ).catch(() => undefined)
  if (!file) return [`there is no ${CONFIG} in it`, LAYOUT]
  return file.kind === 'training'
    ? ['its training has not come to an end', 'continue it with --resume']
    : ['it is a run of episodes', LAYOUT]
}

const cannotAct = (folder: string, reason: string, advice: string) =>
  new ConfigError(`Cannot act with ${folder}: ${reason} (${advice})`)
