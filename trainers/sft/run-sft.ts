import { ConfigError, type EnvSpec, type Json, type ToolSpec } from '../../core/index.ts'
import {
  declareParameters,
  type Engine,
  type EngineSpec,
  openTokenizer,
  saveTokenizer,
} from '../../models/index.ts'
import { exportPolicy } from '../export-policy.ts'
import { openPolicy, openPolicySource, type PolicyDescription } from '../open-policy.ts'
import { openSaved, restoreOptimizer, saveTraining, withSaved } from '../saves.ts'
import {
  checkNewFolder,
  createTrainingRun,
  foldersOf,
  newTrainingFile,
  readTrainingRun,
  recorded,
  reopenTrainingRun,
  type TrainingFile,
} from '../training-run.ts'
import {
  checkKind,
  choiceOf,
  contextOf,
  learningRateOf,
  newTokenizer,
  otherBase,
} from './choices.ts'
import { type SftConfig, sftConfigSchema } from './config.ts'
import { type DataReport, prepareData } from './prepare-data.ts'
import { readSftData } from './read-data.ts'
import {
  planSft,
  type SftMetrics,
  type SftPlan,
  type SftProgress,
  type SftResult,
  trainSft,
} from './sft.ts'

export interface SftRunOptions {
  readonly engine: () => Promise<Engine>
  /** The tools of an env, where its actions are calls. */
  readonly toolsOf?: (env: EnvSpec) => Promise<readonly ToolSpec[]>
  /** Aborted: the step that runs is finished and saved, and the run ends as interrupted. */
  readonly stop?: AbortSignal
  /** Text is about to be encoded, which takes a while where there is much. */
  readonly onEncode?: (characters: number) => void
  readonly onStart?: (start: SftStart) => void
  readonly onProgress?: (progress: SftRunProgress) => void
  readonly onWarning?: (message: string) => void
}

/** What is settled before the first step. */
export interface SftStart {
  readonly dir: string
  readonly seed: number
  readonly engine: EngineSpec
  readonly policy: PolicyDescription
  readonly data: DataReport
  readonly plan: SftPlan
  /** Of an earlier session. */
  readonly stepsDone: number
}

export interface SftRunProgress {
  readonly done: number
  readonly total: number
  readonly loss: number
  readonly skipped: number
  /** In this session. */
  readonly seconds: number
  readonly tokensPerSecond: number
  readonly etaSeconds: number
}

export interface SftRunResult extends SftStart {
  readonly status: 'complete' | 'interrupted'
  readonly progress: SftProgress
  readonly last: SftMetrics | null
  /** Of all sessions. */
  readonly seconds: number
  /** The exported model, or adapter; null where the run is not complete. */
  readonly exported: string | null
}

/**
 * Trains in a new folder: `run.json`, `metrics.jsonl`, saves to go on from, and at the end the model in
 * Hugging Face's layout, or the adapter in PEFT's.
 * @throws ConfigError before anything is written, for data, model or device that cannot be used.
 */
export function runSft(
  dir: string,
  config: SftConfig,
  options: SftRunOptions,
): Promise<SftRunResult> {
  return session({ dir, config, stored: null }, options)
}

/**
 * Goes on with a run from its last save, exactly as if it had never stopped.
 * @throws ConfigError where it is complete, or its data is no longer the same.
 */
export async function resumeSft(dir: string, options: SftRunOptions): Promise<SftRunResult> {
  const stored = await readTrainingRun(dir)
  const config = sftConfigSchema.safeParse(stored.config)
  if (stored.algorithm !== 'sft' || !config.success) {
    throw new ConfigError(`Cannot resume ${dir}: it is no run of sft (see its run.json)`)
  }
  if (stored.status === 'complete') {
    throw new ConfigError(
      `Cannot resume ${dir}: all its ${stored.steps} steps are done (train its model on with --model ${foldersOf(dir).model})`,
    )
  }
  return session({ dir, config: config.data, stored }, options)
}

interface Asked {
  readonly dir: string
  readonly config: SftConfig
  /** Of the run that is resumed. */
  readonly stored: TrainingFile | null
}

/** Opens what a run needs, in the order of how soon a mistake can be told, and trains. */
async function session(
  { dir, config, stored }: Asked,
  options: SftRunOptions,
): Promise<SftRunResult> {
  const { minReturn, system, seed } = config
  if (!stored) await checkNewFolder(dir)
  const data = await readSftData(config.data, { minReturn, system, toolsOf: options.toolsOf })
  checkKind(config, data)
  const choice = choiceOf(config)
  const source = await openPolicySource(choice)
  await using _checkpoint = source.kind === 'folder' ? source.checkpoint : null
  const contextLength = contextOf(config, source, data)
  const learningRate = learningRateOf(config, source)
  await using engine = await options.engine()
  const folders = foldersOf(dir)
  const tokenizer = stored
    ? await openTokenizer(folders.tokenizer)
    : await newTokenizer(config, source, data)
  if (data.kind === 'text')
    options.onEncode?.(data.documents.reduce((sum, { length }) => sum + length, 0))
  const prepared = await prepareData(data, { ...config, tokenizer, contextLength })
  if (stored) checkUnchanged(dir, stored, prepared.report)
  for (const warning of prepared.warnings) options.onWarning?.(warning)
  await using policy = await openPolicy(source, { ...choice, tokenizer, contextLength, seed })
  const other = otherBase(config, policy.lora)
  if (other !== null) options.onWarning?.(other)
  await using saved = stored ? await openSaved(folders.checkpoint) : null
  const from = saved ? (saved.extra as unknown as SftProgress) : undefined

  await using run = stored
    ? await reopenTrainingRun(dir, from?.step ?? 0)
    : await createTrainingRun(dir)
  if (!stored) await saveTokenizer(tokenizer, folders.tokenizer)
  const plan = planSft(config, prepared.train.length)
  const start: SftStart = {
    dir,
    seed,
    engine: engine.spec,
    policy: policy.description,
    data: prepared.report,
    plan,
    stepsDone: from?.step ?? 0,
  }
  const file: TrainingFile = {
    ...(stored ?? newTrainingFile('sft', engine.spec)),
    status: 'running',
    // With what was decided for the user: another version may decide otherwise.
    config: { ...config, contextLength, learningRate } as unknown as Json,
    engine: engine.spec as unknown as Json,
    model: policy.description as unknown as Json,
    data: prepared.report as unknown as Json,
    steps: plan.steps,
    progress: (from ?? null) as Json,
  }

  const train = async (): Promise<SftResult & { readonly exported: string | null }> => {
    options.onStart?.(start)
    const { config: model, lora } = policy
    const declared = declareParameters(model, lora ? { lora } : {})
    await using parameters = await engine.open(declared, withSaved(policy.weights(), saved))
    if (saved) await restoreOptimizer(parameters, saved)
    const startedAt = performance.now()
    const result = await trainSft({
      policy: { config: model, layout: { kind: 'rows' }, ...(lora && { lora }) },
      parameters,
      train: prepared.train,
      heldOut: prepared.heldOut,
      options: { ...config, learningRate },
      from,
      stop: options.stop,
      async onStep(metrics, progress) {
        await run.appendMetrics(metrics)
        const seconds = (performance.now() - startedAt) / 1000
        options.onProgress?.(progressOf(metrics, progress, { from, plan, seconds }))
      },
      save: (progress) =>
        saveTraining(folders.checkpoint, parameters, {
          step: progress.step,
          engine: engine.spec,
          extra: progress as unknown as Json,
        }),
    })
    if (result.status === 'interrupted') return { ...result, exported: null }
    return { ...result, exported: await exportPolicy(dir, policy, parameters) }
  }
  const { result, seconds } = await recorded(run, file, train)
  return { ...start, ...result, seconds }
}

function progressOf(
  metrics: SftMetrics,
  { step, tokens, skipped }: SftProgress,
  session: { readonly from: SftProgress | undefined; plan: SftPlan; readonly seconds: number },
): SftRunProgress {
  const { from, plan, seconds } = session
  return {
    done: step,
    total: plan.steps,
    loss: metrics['losses/policy_loss'],
    skipped,
    seconds,
    tokensPerSecond: (tokens - (from?.tokens ?? 0)) / seconds,
    etaSeconds: ((plan.steps - step) * seconds) / (step - (from?.step ?? 0)),
  }
}

function checkUnchanged(dir: string, stored: TrainingFile, { hash }: DataReport): void {
  const before = (stored.data as { readonly hash?: string } | null)?.hash
  if (before === hash) return
  throw new ConfigError(
    `Cannot resume ${dir}: its data has changed since it began (restore it, or start a new run)`,
  )
}
