import { realpath } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError, didYouMean, type TaskInfo } from '../../core/index.ts'
import { loadTaskVerification } from '../../envs/index.ts'
import { defineCommand } from '../command.ts'
import { envOptionFlags, sandboxOf } from '../env-options.ts'
import { formatSeconds } from '../format.ts'
import { noteImages } from '../image-progress.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { claimStdout, plainOutput } from '../output.ts'
import { createCountedView } from '../progress.ts'
import { openTrustedList } from '../trusted-list.ts'
import { createTally, recordOf, type Tally, verifiedJson, verifiedTable } from '../verified.ts'

const flags = z.strictObject({
  limit: z.int().min(1).optional().describe('Verify only the first so many tasks.'),
  task: z
    .array(z.string())
    .optional()
    .describe('Verify only this task; may be given again, or as a list with commas.'),
  sandbox: envOptionFlags.sandbox.describe(
    'Where the tests run; auto picks by the task and by what this machine has.',
  ),
  unsafeProcess: z
    .boolean()
    .default(false)
    .describe('Run the tests as plain processes of this machine, which protects nothing.'),
  concurrency: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('Tasks at a time; by default one a core, four at most.'),
  testTimeoutMs: z
    .int()
    .min(100)
    .optional()
    .describe(
      'Time the tests of a task may take, in milliseconds (default 240000; of a repair task, a test file 1000 where time is simulated, else 10000).',
    ),
  out: z
    .string()
    .optional()
    .describe(
      'File for what can be trusted, one JSON object a line, as it is found: ids with figures, or the repair tasks themselves.',
    ),
  json: z.boolean().default(false).describe('Print one line of JSON instead of a table.'),
  quiet: z.boolean().default(false).describe('Show no progress.'),
})
type Flags = z.output<typeof flags>

export const verifyCommand = defineCommand({
  name: 'tasks verify',
  verb: 'verify tasks',
  summary:
    'Run the known solution of each task twice and the untouched repository once: can it be trusted?',
  operands: [
    {
      name: 'tasks',
      description:
        'Repair tasks (.jsonl), instances in the format of SWE-bench (.jsonl, .json, .parquet), a folder of either, or Harbor task folders; without it two small examples.',
      optional: true,
    },
  ],
  flags,
  examples: [
    'palaestra tasks verify instances.jsonl --out trusted.jsonl',
    'palaestra tasks verify my-tasks.jsonl --out my-trusted-tasks.jsonl',
    'palaestra tasks verify my-harbor-tasks --task acme/one,acme/two --sandbox docker',
  ],
  async run({ operands: [path], flags: chosen }) {
    const output = chosen.json ? claimStdout() : plainOutput
    const sandbox = sandboxOf(chosen)
    const { loadVerifiable } = await loadTaskVerification()
    const taskset = await loadVerifiable(path && resolve(path))
    const ids = chosenIds(taskset.infos, chosen)
    const tally = createTally(ids.length)
    await assertOther(path, chosen.out)
    const isWhole = await verify({ taskset, ids, sandbox, tally, chosen })
    const mistake = tally.mistake()
    if (mistake) throw mistake
    output.result(chosen.json ? verifiedJson(path ?? null, tally) : verifiedTable(tally))
    if (!isWhole) return INTERRUPTED
    return tally.trusted === tally.total ? 0 : 1
  },
})

type VerifiableTasks = Awaited<
  ReturnType<Awaited<ReturnType<typeof loadTaskVerification>>['loadVerifiable']>
>

interface Verification {
  readonly taskset: VerifiableTasks
  readonly ids: readonly string[]
  readonly sandbox: Flags['sandbox']
  readonly tally: Tally
  readonly chosen: Flags
}

/** Tells whether it came to its end; what it found before is kept in any case. */
async function verify({ taskset, ids, sandbox, tally, chosen }: Verification): Promise<boolean> {
  const { quiet, unsafeProcess, testTimeoutMs } = chosen
  const { concurrency = Math.min(4, availableParallelism()) } = chosen
  await using trusted = await openTrustedList(chosen.out)
  const view = createCountedView(process.stderr, describe)
  const interrupts = listenForInterrupts(() =>
    view.note('Stopping: what is being verified is dropped (Ctrl-C again leaves at once).'),
  )
  const stopNoting = quiet ? () => {} : noteImages((line) => view.note(line))
  const kinds = new Set<string>()
  const options = { ids, sandbox, unsafeProcess, concurrency, testTimeoutMs }
  try {
    for await (const verified of taskset.verify({ ...options, signal: interrupts.stop })) {
      tally.add(verified)
      const { id, verdict, reason, sandbox: place } = verified
      if (verdict === 'trusted') await trusted.add(taskset.recordOf?.(id) ?? recordOf(verified))
      if (quiet) continue
      if (place && !kinds.has(place.kind)) view.note(`Sandbox: ${place.kind} (${place.reason}).`)
      if (place) kinds.add(place.kind)
      if (reason !== undefined) view.note(`${id}: ${verdict}: ${reason}`)
      view.update(tally)
    }
    return !interrupts.stop.aborted
  } finally {
    interrupts.release()
    stopNoting()
    view.end()
  }
}

/** The file of trusted tasks is emptied first: it may not be the only copy of what is verified. */
async function assertOther(path: string | undefined, out: string | undefined): Promise<void> {
  if (path === undefined || out === undefined) return
  const [read, written] = await Promise.all(
    [path, out].map((one) => realpath(one).catch(() => undefined)),
  )
  if (read === undefined || written === undefined) return
  if (written !== read && dirname(written) !== read) return
  throw new ConfigError(
    `Cannot write ${out}: it holds tasks that are verified (choose another file)`,
  )
}

function chosenIds(infos: readonly TaskInfo[], { task, limit }: Flags): readonly string[] {
  const known = infos.map(({ id }) => id)
  const unknown = task?.find((id) => !known.includes(id))
  if (unknown !== undefined) {
    throw new ConfigError(
      `Cannot verify task ${unknown}: there is no such one (${didYouMean(unknown, known)})`,
    )
  }
  const wanted = new Set(task)
  return (task ? known.filter((id) => wanted.has(id)) : known).slice(0, limit)
}

/** `3/500 verified  2 trusted  ETA 5 min 10 s`. */
function describe({ done, total, trusted, seconds }: Tally): string {
  const left = done === 0 ? '-' : formatSeconds((seconds() / done) * (total - done))
  return [
    `${done}/${total} verified`,
    `${trusted} trusted`,
    done === total ? `in ${formatSeconds(seconds())}` : `ETA ${left}`,
  ].join('  ')
}
