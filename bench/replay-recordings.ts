import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnyDef } from '../core/index.ts'
import { writeCassette } from '../fixtures/cassette/index.ts'
import { blockOutside, openCassette, openRecording, replay } from '../fixtures/index.ts'
import type { Figure } from './figure.ts'
import { agentCalled, assertSame } from './replay-rounds.ts'

const OPENED = 100
const SAMPLE_MS = 10

/** What the cassettes of a recording weigh. */
export async function sizes(recording: string): Promise<Figure[]> {
  const paths = await pathsIn(recording)
  const lines: number[] = []
  const exchanges: number[] = []
  for (const path of paths) {
    lines.push((await stat(path)).size)
    exchanges.push((await openCassette(path)).exchanges.length)
  }
  const { blobs, unshared } = await blobsOf(recording, paths)
  const shared = sum(blobs)
  const figure = (name: string, value: number, against: Figure['against'] = []): Figure => ({
    ...{ name: `cassettes of swe/Repair-v0: ${name}`, value: value / 1024, unit: 'KiB', against },
  })
  const count = paths.length
  return [
    figure('.jsonl an episode, mean', sum(lines) / count),
    figure('.jsonl an episode, largest', Math.max(...lines)),
    figure(`blobs an episode, mean of ${blobs.length} that ${count} share`, shared / count, [
      { name: 'the same unshared', ratio: shared / unshared },
    ]),
    figure('largest blob', Math.max(...blobs)),
    figure('.jsonl and blobs an exchange, mean', (sum(lines) + shared) / sum(exchanges)),
    {
      name: 'cassettes of swe/Repair-v0: exchanges an episode, mean',
      value: sum(exchanges) / count,
      unit: `(${Math.min(...exchanges)} to ${Math.max(...exchanges)})`,
      against: [],
    },
  ]
}

/** Sizes of the blobs there are, and of all if each cassette had its own. */
async function blobsOf(recording: string, paths: readonly string[]) {
  const folder = join(recording, 'blobs')
  const sizes = new Map<string, number>()
  for (const name of await readdir(folder)) {
    sizes.set(name, (await stat(join(folder, name))).size)
  }
  let unshared = 0
  for (const path of paths) {
    const text = await readFile(path, 'latin1')
    for (const [name, bytes] of sizes) if (text.includes(`"${name}"`)) unshared += bytes
  }
  return { blobs: [...sizes.values()], unshared }
}

/** All episodes of these recordings at once, with the outside blocked. */
export async function atOnce(recordings: readonly string[], env: AnyDef): Promise<Figure[]> {
  const paths = (await Promise.all(recordings.map(pathsIn))).flat()
  const before = process.memoryUsage().rss
  let peak = before
  const sample = () => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }
  const sampling = setInterval(sample, SAMPLE_MS)
  const unblock = blockOutside()
  const started = performance.now()
  try {
    await Promise.all(paths.map((path) => replayWhole(path, env).finally(sample)))
  } finally {
    unblock()
    clearInterval(sampling)
  }
  const seconds = (performance.now() - started) / 1000
  const name = `${paths.length} replays at once, each as it was recorded`
  return [
    { name, value: seconds, unit: 's', against: [] },
    {
      name: 'most memory of the process meanwhile',
      value: peak / 2 ** 20,
      unit: 'MiB',
      against: [{ name: `${Math.round(before / 2 ** 20)} MiB before`, ratio: peak / before }],
    },
  ]
}

/** It must use all of its own cassette: whatever another one answered would be left over here. */
async function replayWhole(path: string, env: AnyDef): Promise<void> {
  const cassette = await openCassette(path)
  const agent = agentCalled(cassette.header.agent)
  const { trajectory, unused } = await replay(cassette, { env, agent })
  assertSame(cassette.trajectory, trajectory)
  if (unused.length === 0) return
  throw new Error(`Cannot use the figure: ${unused.length} exchanges of ${path} were not asked for`)
}

/** The recorded episodes over and over, under other names. */
export async function opening(recording: string, folder: string): Promise<Figure> {
  const paths = await pathsIn(recording)
  for (let n = 0; n < OPENED; n++) {
    const { header, ...rest } = await openCassette(paths[n % paths.length] ?? '')
    const id = `${header.episode.id}-${n}`
    const episode = { ...header.episode, id }
    await writeCassette(join(folder, `${id}.jsonl`), { ...rest, header: { ...header, episode } })
  }
  const started = performance.now()
  await openRecording(folder)
  return {
    name: `opening a recording of ${OPENED} episodes, every line and blob checked`,
    value: performance.now() - started,
    unit: 'ms',
    against: [],
  }
}

async function pathsIn(recording: string): Promise<readonly string[]> {
  const { headers } = await openRecording(recording)
  return headers.map(({ episode }) => join(recording, `${episode.id}.jsonl`))
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
