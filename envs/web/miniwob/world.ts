import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError, SandboxError } from '../../../core/index.ts'
import { browserTraffic } from '../../../fixtures/index.ts'
import type { WebSession } from '../session/session.ts'
import type { JudgeContext, Judgement, OpenContext, WebWorld } from '../world.ts'
import { findMiniWob, listMiniWob } from './folder.ts'
import { actionEvent, harnessScript, type Report } from './harness.ts'
import { serveMiniWob } from './serve.ts'

const HOST = 'miniwob.test'
const DONE = { tool: 'answer', text: 'Done.' } as const
/** Of the page's clock, which stands while the agent thinks: as other harnesses of MiniWoB++ set it. */
const NO_LIMIT_MS = 1_000_000
/** Tasks that pay when their time is up, for where the mouse was: their end comes without an input of its own. */
const PAID_BY_TIME = ['chase-circle']
const START_ROUNDS = 100
const START_ROUND_MS = 100

export type MiniWobOptions = {
  readonly miniwob?: string | undefined
  readonly task?: string | undefined
  readonly timePenalty: boolean
  readonly dataMode: 'default' | 'train' | 'test'
}

export interface MiniWobWorld {
  readonly task: string
  readonly root: string
  readonly page: string
  readonly secret: string
  readonly seed: number
  readonly options: MiniWobOptions
  started: Extract<Report, { kind: 'started' }> | null
  failed: string | null
  /** The first end of the episode: later ones change nothing. */
  end: Extract<Report, { kind: 'ended' }> | null
  isDialogOpen: boolean
  readonly tampering: string[]
}

/** Any folder of MiniWoB++ pages, as they are: their utterance, their seeds, their raw reward. */
export const miniWobWorld: WebWorld<MiniWobWorld, MiniWobOptions> = {
  id: 'web/MiniWob-v0',
  description: 'Small web tasks from a folder of MiniWoB++ pages.',
  options: {
    miniwob: z.string().min(1).optional().describe('Folder of MiniWoB++: its repository, or html'),
    task: z.string().min(1).optional().describe('One task, as click-test (default: all there are)'),
    timePenalty: z
      .boolean()
      .default(false)
      .describe("Pay less for every second of the page's clock, and end at the task's time limit"),
    dataMode: z
      .enum(['default', 'train', 'test'])
      .default('default')
      .describe('Data of the tasks that have several sets'),
  },
  tasks: {
    list: async ({ miniwob, task }) => listMiniWob(await findMiniWob(miniwob), task),
  },
  maxEpisodeSteps: 40,

  open,
  site: (world) => ({
    [HOST]: serveMiniWob({
      ...world,
      onReport: (report) => note(world, report),
      onTampering: (what) => world.tampering.push(what),
    }),
  }),
  start: ({ page }) => `http://${HOST}/${page}`,
  goal: ({ started }) => started?.goal ?? '',
  initScript: ({ secret, page, seed, options }) =>
    harnessScript({
      ...{ secret, seed, page: `/${page}`, dataMode: options.dataMode },
      maxTimeMs: options.timePenalty ? null : NO_LIMIT_MS,
    }),
  prepare,
  judge,
  /** Nobody knows how pages of unknown tasks are solved. */
  gold: () => [],
  cheats: {
    'end the episode by script': () => [
      { tool: 'goto', url: 'javascript:core.endEpisode(1)' },
      { tool: 'goto', url: 'javascript:void(WOB_RAW_REWARD_GLOBAL = WOB_REWARD_GLOBAL = 1)' },
      DONE,
    ],
    'report a reward': ({ page }) => [
      { tool: 'goto', url: `http://${HOST}/palaestra-report?raw=1` },
      { tool: 'goto', url: `http://${HOST}/${page}` },
      DONE,
    ],
    'start again': () => [
      { tool: 'goto', url: 'javascript:core.startEpisodeReal()' },
      { tool: 'reload' },
      // Where START would be.
      { tool: 'click_at', x: 80, y: 205 },
      DONE,
    ],
  },
}

async function open(context: OpenContext<MiniWobOptions>): Promise<MiniWobWorld> {
  const { task, options, rng } = context
  const { root, pages } = await findMiniWob(options.miniwob)
  const page = pages.get(task.id)
  if (page === undefined)
    throw new ConfigError(`Cannot play ${task.id}: ${join(root, task.id)}.html is gone`)
  const seed = rng.int(2 ** 31)
  const secret = Array.from({ length: 4 }, () => rng.int(2 ** 32).toString(36)).join('')
  return {
    ...{ task: task.id, root, page, secret, seed, options },
    ...{ started: null, failed: null, end: null, isDialogOpen: false, tampering: [] },
  }
}

function note(world: MiniWobWorld, report: Report): void {
  if (report.kind === 'started') world.started ??= report
  else if (report.kind === 'failed') world.failed ??= report.reason
  else if (report.kind === 'ended') world.end ??= report
  else if (report.kind === 'dialog') world.isDialogOpen = report.isOpen
  else world.tampering.push(report.what)
}

async function prepare(world: MiniWobWorld, session: WebSession): Promise<void> {
  for (let round = 0; round < START_ROUNDS; round++) {
    await hear(world)
    if (world.failed !== null) {
      throw new ConfigError(`Cannot start MiniWoB++ task ${world.task}: ${world.failed}`)
    }
    if (world.started) {
      await markAction(world, session)
      return
    }
    await session.advance(START_ROUND_MS)
  }
  throw new SandboxError(
    `Cannot start MiniWoB++ task ${world.task}: its page was not ready after ${(START_ROUNDS * START_ROUND_MS) / 1000} s of its clock (open the page in a browser and look for errors)`,
  )
}

/** What the page has told by now. In a replay nobody tells the host: what it had heard was recorded. */
async function hear(world: MiniWobWorld): Promise<void> {
  const told = async () => ({ started: world.started, failed: world.failed })
  const heard = (await browserTraffic.current()?.ask('start', told)) ?? (await told())
  world.started = heard.started
  world.failed = heard.failed
}

/** Its name is the harness's and ours: no script of the page can send or hear it. */
const markAction = (world: MiniWobWorld, session: WebSession) =>
  session.evaluateIsolated(`window.dispatchEvent(new Event('${actionEvent(world.secret)}'))`)

async function judge(world: MiniWobWorld, { session }: JudgeContext): Promise<Judgement> {
  const { end, task, options } = world
  if (end === null) {
    // Who answers a dialog goes on with what opened it.
    if (!world.isDialogOpen) await markAction(world, session)
    return { solved: false, ended: false, subgoals: {}, score: 0, integrity: world.tampering }
  }
  const hasInput = (PAID_BY_TIME.includes(task) ? end.allInputs : end.inputs) > 0
  const isForged = end.raw > 0 && !hasInput
  const integrity = [...world.tampering, ...(isForged ? ['reward-without-input'] : [])]
  const reward = options.timePenalty ? end.scaled : end.raw
  const score = isForged || !Number.isFinite(reward) ? 0 : Math.min(1, Math.max(-1, reward))
  return { solved: !isForged && end.raw > 0, ended: true, subgoals: {}, score, integrity }
}
