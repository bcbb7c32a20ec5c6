import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import {
  type Agent,
  type AnyDef,
  type Decision,
  decide,
  defineEnv,
  SandboxError,
  type TaskInfo,
  type TokenSample,
  text,
} from '../../core/index.ts'
import { solved } from '../../rewards/index.ts'
import { buildReport, type RunResult, run } from '../../runs/index.ts'

/** What must never be more than text, wherever a transcript has room for it. */
export const HOSTILE = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '</script><script>window.hacked = 1</script><!--',
  '"><svg onload=window.hacked=1>',
  "' onmouseover='window.hacked=1",
  'javascript:window.hacked=1',
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  '\u202Egnp.exe \u0000 {{constructor.constructor("window.hacked=1")()}}',
].join('\n')

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const DIFF = `diff --git a/src/add.js b/src/add.js
--- a/src/add.js
+++ b/src/add.js
@@ -1,3 +1,3 @@
 export function add(a, b) {
-  return a - b
+  return a + b
 }
`

export interface WorldOptions {
  /** Stands in every text of the env and of the agent. */
  readonly word?: string
  /** Share of episodes whose sandbox fails. */
  readonly broken?: number
  readonly mayWin?: boolean
}

/** An env that uses every corner of a trajectory. */
export function world({ word = 'plain', broken = 0, mayWin = true }: WorldOptions = {}): AnyDef {
  const tasks: readonly TaskInfo[] = Array.from({ length: 6 }, (_, n) => ({
    id: `${word} task ${n}`,
    split: n < 4 ? 'train' : 'test',
    difficulty: 1 + (n % 2),
    kind: n % 3 === 0 ? `${word} kind` : 'other kind',
    hash: `hash ${n}`,
  }))
  return defineEnv({
    id: 'test/World-v0',
    state: 'resource',
    observationSpace: text(),
    actionSpace: text(),
    rewards: { sparse: solved() },
    maxEpisodeSteps: 6,
    tasks: { list: () => tasks },
    reset({ rng, task }) {
      if (rng.chance(broken)) throw new SandboxError(`Cannot start: ${word}`)
      const state = { goal: rng.int(1, 10), step: 0, rng }
      return { state, observation: `Task ${task?.id}: ${word}`, info: { sandbox: 'none' } }
    },
    step(state, action) {
      state.step++
      const isSolved = mayWin && state.step >= state.goal
      return {
        observation: `Answer to ${action}\n${word}\nneedle-${state.goal}-${state.step}`,
        signals: { solved: isSolved, distance: state.goal - state.step, note: word.slice(0, 60) },
        terminated: isSolved,
        info: { failed: state.step === 2, exitCode: state.step === 2 ? 1 : 0, [word]: word },
      }
    },
    artifacts: () => ({
      diff: { type: 'diff', text: DIFF },
      [`notes ${word}`]: { type: 'text', text: word },
      dot: { type: 'image', mimeType: 'image/png', data: PIXEL },
      trap: { type: 'image', mimeType: 'text/html', data: Buffer.from(word).toString('base64') },
    }),
  })
}

/** Talks, calls a tool and says which tokens it drew. */
export const talker = (word: string): Agent<unknown, unknown> => ({
  name: `talker ${word}`,
  async begin() {
    let turn = 0
    return {
      async act(): Promise<Decision<unknown>> {
        const parent = turn++ === 0 ? null : turn - 2
        const sample: TokenSample = {
          purpose: 'act',
          parent,
          newPromptIds: [1, 2, 3],
          ids: [11, 12, 13, 14],
          logProbs: [-0.1, -2.5, -0.01, -7],
          temperature: 1,
          policyVersions: [[3, 4]],
        }
        return {
          ...decide(`do ${word} ${turn}`),
          samples: [sample],
          message: {
            role: 'assistant',
            content: `I think ${word}`,
            toolCalls: [{ id: 'c1', name: 'do', arguments: JSON.stringify({ what: word }) }],
          },
        }
      },
    }
  },
})

export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-report-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function play(
  out: string,
  options: WorldOptions & { readonly episodes: number; readonly seed?: number },
): Promise<RunResult> {
  const { episodes, seed = 0, ...rest } = options
  return run({
    definition: world(rest),
    agent: async () => talker(rest.word ?? 'plain'),
    episodes,
    seed,
    groupSize: episodes >= 4 ? 2 : 1,
    retries: 0,
    out,
  })
}

/** As a run is that was stopped before its first episode ended. */
export async function emptyRun(out: string): Promise<void> {
  await mkdir(out)
  await writeFile(join(out, 'trajectories.jsonl'), '')
  await writeFile(join(out, 'scores.jsonl'), '')
}

/** Address of the page about the runs. */
export async function pageOf(...dirs: readonly string[]): Promise<string> {
  const out = join(dirs[0] ?? '', 'page.html')
  await buildReport(dirs, { out })
  return pathToFileURL(out).href
}
