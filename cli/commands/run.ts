import { type AnyDef, ConfigError } from '../../core/index.ts'
import { blockOutside } from '../../fixtures/index.ts'
import {
  type Progress,
  type RunOptions,
  type RunResult,
  type RunStart,
  run,
} from '../../runs/index.ts'
import { BENCH } from '../bench.ts'
import { type CommandInput, defineCommand } from '../command.ts'
import { envOptions, hasDifficultyOption } from '../env-options.ts'
import { assertSameTasks, recorderFor, replayedRun, withPortablePaths } from '../fixture-options.ts'
import { watchIndexes } from '../index-progress.ts'
import { createInstanceEntries } from '../instances.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { invocation } from '../invocation.ts'
import { loadEnv } from '../load-env.ts'
import { noteEnvs } from '../note-envs.ts'
import { claimStdout, plainOutput } from '../output.ts'
import { openPlayer } from '../player.ts'
import { createProgressView, type RunProgress } from '../progress.ts'
import { runJson } from '../report.ts'
import { askedReward } from '../reward-services.ts'
import { type ChosenRun, chooseRun, runFlags, sourceOf } from '../run-choices.ts'
import { defaultRunFolder } from '../run-folder.ts'
import { nothingScored, runTable } from '../table.ts'
import { watchSampling } from '../watch-sampling.ts'

const EPISODES = 20

export const runCommand = defineCommand({
  name: 'run',
  summary: 'Play episodes of an agent in an env, store them and show the figures.',
  operands: [],
  flags: runFlags,
  examples: [
    'palaestra run --env text/GuessNumber-v0 --agent random --episodes 100',
    'palaestra run --env ./my-env/env.ts --agent oracle --json',
    'palaestra run --env swe/Repair-v0 --agent chat --base-url http://localhost:8000/v1 --model qwen3',
    'palaestra run --env text/GuessNumber-v0 --agent policy --model palaestra-runs/my-sft --constrained',
    'palaestra run --env swe/Bench-v0 --tasks instances.jsonl --predictions predictions.jsonl --json',
    'palaestra run --resume palaestra-runs/my-run --episodes 200',
    'palaestra run --env swe/Repair-v0 --agent repair --episodes 3 --record recordings/repair',
    'palaestra run --replay recordings/repair',
  ],
  run: (input) => playChosen(input, 'run'),
})

/** The same for one family: an env and an agent to begin with. */
export function familyRun(
  name: string,
  defaults: { readonly env: string; readonly agent: string },
) {
  const { env, agent } = defaults
  const { shape } = runFlags
  return defineCommand({
    name,
    verb: 'run',
    summary: `The command run, with ${env} and the agent ${agent} unless told otherwise.`,
    operands: [],
    flags: runFlags.extend({
      env: shape.env.unwrap().default(env).describe(`${shape.env.description}`),
      agent: shape.agent.removeDefault().default(agent).describe(`${shape.agent.description}`),
    }),
    examples: [`palaestra ${name} --episodes 100`, `palaestra ${name} --agent oracle --json`],
    run: (input) => playChosen(input, name),
  })
}

/** `name` is the command that was typed. */
async function playChosen(input: CommandInput<typeof runFlags>, name: string): Promise<number> {
  const choice = await chooseRun(input)
  const { chosen } = choice
  const output = chosen.json ? claimStdout() : plainOutput
  const definition = await loadEnv(chosen.env)
  checkPlayable(definition, chosen.agent)
  const view = createProgressView(process.stderr)
  const instances = chosen.json && definition.id === BENCH ? createInstanceEntries() : undefined
  const interrupts = listenForInterrupts(() =>
    view.note('Stopping: what runs is finished first (Ctrl-C again leaves at once).'),
  )
  try {
    const onEpisode = instances?.add
    const result = await play(definition, choice, view, { stop: interrupts.stop, onEpisode })
    const line = chosen.json ? runJson(result, chosen.seed) : runTable(result)
    const tasks = instances && (await definition.tasks?.list(result.env.options))
    output.result(instances?.addTo(line, tasks ?? []) ?? line)
    const nothing = nothingScored(result)
    if (nothing) process.stderr.write(`${nothing}\n`)
    const isReplayed = chosen.replay === undefined || tellReplayed(result, chosen.replay)
    const interrupted = result.status === 'interrupted'
    if (!chosen.json) output.result(`\nStored in ${result.dir}`)
    const look = `See what the agents did: ${invocation('report', result.dir)}`
    if (!chosen.json) output.result(look)
    else if (!chosen.quiet) view.note(look)
    if (interrupted) view.note(`Continue with: ${invocation(name, '--resume', result.dir)}`)
    if (interrupted) return INTERRUPTED
    // What failed when it was recorded has to fail again.
    return (chosen.replay === undefined && nothing) || !isReplayed ? 1 : 0
  } finally {
    interrupts.release()
  }
}

/** Whether every episode came out as it was recorded; says so, or what did not. */
function tellReplayed({ results }: RunResult, folder: string): boolean {
  const others = results.filter(
    ({ reward }) => reward.status === 'unscored' && reward.cause === 'ReplayError',
  )
  const tell = (line: string) => process.stderr.write(`${line}\n`)
  if (others.length === 0) {
    tell(
      `${results.length === 1 ? 'The episode' : `All ${results.length} episodes`} came out as recorded in ${folder}.`,
    )
    return true
  }
  tell(`${others.length} of ${results.length} episodes did not come out as recorded in ${folder}:`)
  for (const { error } of others.slice(0, 5)) tell(`  ${error}`)
  if (others.length > 5) tell(`  ... and ${others.length - 5} more, in the run.`)
  return false
}

async function play(
  definition: AnyDef,
  { chosen, recording, policyName }: ChosenRun,
  view: ReturnType<typeof createProgressView>,
  { stop, onEpisode }: Pick<RunOptions, 'stop' | 'onEpisode'>,
) {
  const onWarning = (message: string) => view.note(message)
  let started: RunStart | undefined
  let finished = 0
  const options = envOptions(definition, chosen)
  if (recording) await assertSameTasks(recording, definition, chosen.tasks)
  await using player = await openPlayer(chosen, {
    ...{ isReplay: recording !== undefined, policyName },
    reward: askedReward(definition, chosen.reward),
  })
  const { agent, services, sampling } = player
  if (player.about !== undefined && !chosen.quiet) view.note(player.about)
  let latest: RunProgress | undefined
  /** Episodes wait for an index, and its line is what moves. */
  let isIndexing = false
  const show = (next: Partial<RunProgress>) => {
    if (!latest || chosen.quiet) return
    latest = { ...latest, ...next }
    if (!isIndexing) view.update(latest)
  }
  const unwatch = sampling && watchSampling(sampling, (sampled) => show({ sampled }))
  const unwatchIndexes = chosen.quiet
    ? () => {}
    : await watchIndexes((index) => {
        isIndexing = index.done < index.total
        view.update(index)
        show({})
      })
  const stopNoting = chosen.quiet ? () => {} : await noteEnvs((line) => view.note(line))
  const source = sourceOf(chosen)
  const recorder = await recorderFor(chosen, source, onWarning)
  let unblock = () => {}
  try {
    const result = await run({
      definition,
      agent,
      episodes: chosen.episodes ?? (chosen.predictions === undefined ? EPISODES : undefined),
      seed: chosen.seed,
      options: recorder ? withPortablePaths(options) : options,
      reward: chosen.reward,
      maxEpisodeSteps: chosen.maxTurns,
      split: chosen.split,
      difficulty: hasDifficultyOption(definition) ? undefined : chosen.difficulty,
      groupSize: chosen.groupSize,
      concurrency: chosen.concurrency ?? player.concurrency,
      out: chosen.resume ?? chosen.out ?? defaultRunFolder(definition.id, chosen.agent, new Date()),
      resume: chosen.resume !== undefined,
      source,
      fixtures: recorder,
      services,
      sampling,
      ...(recording ? replayedRun(recording, definition, { ...chosen, onWarning }) : {}),
      ...(stop ? { stop } : {}),
      onEpisode,
      onStart(start) {
        started = start
        finished = start.done
        latest = beginning(start)
        if (recording) unblock = blockOutside()
        if (!chosen.quiet) view.note(describeStart(start))
      },
      onProgress(progress) {
        finished = progress.done
        isIndexing = false
        show(progress)
      },
      onWarning,
    })
    // A short run is over before it was asked how fast it samples.
    show({ sampled: result.sampling })
    if (result.status === 'complete') await recorder?.finish(result.results.map(({ id }) => id))
    return result
  } catch (error) {
    if (started && finished > 0) {
      view.note(`${finished} finished episodes are kept in ${started.dir}.`)
    }
    throw error
  } finally {
    unwatch?.()
    unwatchIndexes()
    unblock()
    await recorder?.close()
    stopNoting()
    view.end()
  }
}

/** Before the first episode has ended. */
const beginning = ({ done, total }: RunStart): Progress => ({
  ...{ done, total, unscored: 0, success: null, meanReward: null },
  ...{ seconds: 0, episodesPerSecond: 0, etaSeconds: null },
})

function describeStart({ env, agent, total, done, concurrency, dir }: RunStart): string {
  const before = done > 0 ? ` (${done} done before)` : ''
  return `${env.id}, agent ${agent}: ${total} episodes${before}, ${Math.min(concurrency, total)} at a time, in ${dir}`
}

function checkPlayable(definition: AnyDef, agent: string): void {
  if (agent !== 'oracle' || definition.gold) return
  throw new ConfigError(
    `Cannot play ${definition.id} as oracle: it declares no solution (choose another agent)`,
  )
}
