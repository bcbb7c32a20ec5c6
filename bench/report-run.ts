import { z } from 'zod'
import {
  type Agent,
  type AnyDef,
  createRng,
  decide,
  defineEnv,
  type Rng,
  SandboxError,
  type TaskInfo,
  text,
  tools,
} from '../core/index.ts'
import { gated, progress, solved } from '../rewards/index.ts'
import { run } from '../runs/index.ts'

const KINDS = ['off-by-one', 'missing-await', 'wrong-default', 'dropped-branch', 'stale-state']
const WORDS =
  'parse token range index queue value order limit cache merge split state clock retry'.split(' ')
const FILES = 40
const TURNS = 12

const tasks: readonly TaskInfo[] = Array.from({ length: 400 }, (_, n) => ({
  id: `library-${n % 20}-${n.toString(36).padStart(4, '0')}`,
  split: n % 20 < 14 ? 'train' : n % 20 < 17 ? 'validation' : 'test',
  difficulty: 1 + (n % 4),
  kind: KINDS[n % KINDS.length] ?? '',
  hash: n.toString(16).padStart(32, '0'),
}))

/** Source files that commands print again and again, as they do in real transcripts. */
const files = Array.from({ length: FILES }, (_, n) => {
  const rng = createRng(n)
  return Array.from({ length: 70 }, () => sourceLine(rng)).join('\n')
})

function sourceLine(rng: Rng): string {
  const word = () => rng.pick(WORDS)
  return `  const ${word()}${word()} = ${word()}(${word()}, ${rng.int(100)}) // ${word()} ${word()}`
}

/** An env with transcripts of the size and manner of a shell: about 35 KB an episode. */
const shell: AnyDef = defineEnv({
  id: 'bench/Shell-v0',
  state: 'resource',
  observationSpace: text(),
  actionSpace: tools({ bash: z.object({ command: z.string() }), submit: z.object({}) }),
  rewards: {
    sparse: solved({ signal: 'resolved' }),
    gated: gated(solved({ signal: 'resolved' }), progress(), { threshold: 1 }),
  },
  maxEpisodeSteps: TURNS,
  tasks: { list: () => tasks },
  reset({ task, rng }) {
    if (rng.chance(0.01)) throw new SandboxError('Cannot start the sandbox: no room is left')
    const state = { rng, task, turn: 0, luck: rng.float(), progress: 0, file: rng.int(FILES) }
    const observation = `The function ${task?.id} gives a wrong value.\n\n${files[state.file]?.slice(0, 900)}`
    return { state, observation, signals: { resolved: false, progress: 0, testsRun: 0 } }
  },
  step(state, action) {
    state.turn++
    const { rng } = state
    const isSubmitted = action.tool === 'submit'
    const difficulty = Number(state.task?.difficulty ?? 1)
    if (rng.chance(0.3)) state.progress = Math.min(1, state.progress + rng.float() / difficulty)
    const resolved = isSubmitted && state.luck > difficulty / 6
    const failed = rng.chance(0.08)
    return {
      observation: isSubmitted ? 'Submitted.' : outputOf(state.file, rng),
      signals: { resolved, progress: resolved ? 1 : state.progress * 0.9, testsRun: 24 },
      terminated: isSubmitted,
      info: { exitCode: failed ? 1 : 0, ...(failed ? { failed } : {}) },
    }
  },
})

function outputOf(file: number, rng: Rng): string {
  if (rng.chance(0.5)) return files[(file + rng.int(3)) % FILES] ?? ''
  const results = Array.from(
    { length: 24 },
    (_, n) =>
      `${rng.chance(0.9) ? 'ok' : 'not ok'} ${n + 1} - ${WORDS[n % WORDS.length]} of ${WORDS[(n * 5) % WORDS.length]}\n  ---\n  duration_ms: ${(rng.float() * 3).toFixed(6)}\n  ...`,
  )
  return `TAP version 13\n${results.join('\n')}\n1..24`
}

const typist: Agent<unknown, unknown> = {
  name: 'typist',
  begin: async ({ rng }) => {
    const length = 4 + rng.int(TURNS - 2)
    let turn = 0
    return {
      act: async () =>
        decide(
          ++turn >= length
            ? { tool: 'submit' }
            : {
                tool: 'bash',
                command: rng.chance(0.5)
                  ? 'node --test'
                  : `sed -i 's/${sourceLine(rng)}/${sourceLine(rng)}/' src/${rng.pick(WORDS)}.js\ncat src/index.js`,
              },
        ),
    }
  },
}

/** Plays such episodes into a folder: groups of four, 1 % of them unscored. */
export async function playShellRun(out: string, episodes: number): Promise<void> {
  await run({
    definition: shell,
    agent: async () => typist,
    episodes,
    groupSize: 4,
    out,
    retries: 0,
    concurrency: 8,
  })
}
