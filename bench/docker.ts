import { setTimeout } from 'node:timers/promises'
import Docker from 'dockerode'
import { endContainers, openDocker } from '../sandboxes/docker/index.ts'
import { LABEL } from '../sandboxes/docker/owner.ts'
import { closeSandboxes } from '../sandboxes/index.ts'
import type { Figure } from './figure.ts'

const EXECS = 200
const RAW_EXECS = 50
const STARTS = 5
const EPISODES = 100
const CONCURRENCY = 8
const REMOVAL_MS = 10_000

/** What containers cost: a command, a lease, a hundred episodes, and what stays behind. */
export async function benchDocker(): Promise<readonly Figure[]> {
  const docker = new Docker()
  const cold = await timed(
    STARTS,
    () => openDocker({ fresh: true }),
    (sandbox) => sandbox.close(),
  )
  const warm = await timed(
    EXECS / 10,
    () => openDocker(),
    async (sandbox) => {
      await sandbox.close()
      await setTimeout(200)
    },
  )
  const sandbox = await openDocker()
  const exec = await timed(EXECS, () => sandbox.exec('true'))
  const [container] = await ownContainers(docker)
  const raw = await timed(RAW_EXECS, () => rawExec(docker.getContainer(container ?? '')))
  await sandbox.close()
  const { rate, memoryMiB } = await playEpisodes()
  endContainers()
  closeSandboxes()
  const left = await waitForNone(docker)
  return [
    {
      name: 'warm exec of `true`, p50',
      value: exec.p50,
      unit: 'ms',
      target: Math.max(10, 0.2 * raw.p50),
      lowerIsBetter: true,
      against: [
        { name: `raw dockerode exec, p50 ${raw.p50.toFixed(1)} ms`, ratio: exec.p50 / raw.p50 },
      ],
    },
    { name: 'warm exec, p95', value: exec.p95, unit: 'ms', against: [] },
    {
      name: 'from lease to ready, warm, p50',
      value: warm.p50,
      unit: 'ms',
      against: [{ name: 'cold', ratio: warm.p50 / cold.p50 }],
    },
    { name: 'from lease to ready, cold, p50', value: cold.p50, unit: 'ms', against: [] },
    {
      name: `episodes of ten commands at concurrency ${CONCURRENCY}`,
      value: rate,
      unit: 'episodes/s',
      against: [],
    },
    {
      name: `containers left after ${EPISODES} episodes`,
      value: left,
      unit: 'containers',
      target: 0,
      lowerIsBetter: true,
      against: [],
    },
    { name: 'memory of the driver after them', value: memoryMiB, unit: 'MiB', against: [] },
  ]
}

async function timed<T>(
  times: number,
  work: () => Promise<T>,
  after: (result: T) => Promise<void> = async () => {},
): Promise<{ p50: number; p95: number }> {
  const all: number[] = []
  for (let i = 0; i < times; i++) {
    const started = performance.now()
    const result = await work()
    all.push(performance.now() - started)
    await after(result)
  }
  all.sort((a, b) => a - b)
  const at = (share: number) => all[Math.floor(share * (all.length - 1))] ?? 0
  return { p50: at(0.5), p95: at(0.95) }
}

/** What one command costs without a held stream. */
async function rawExec(container: Docker.Container): Promise<void> {
  const options = { Cmd: ['true'], User: '1000:1000', AttachStdout: true, AttachStderr: true }
  const exec = await container.exec(options)
  const stream = await exec.start({ hijack: true })
  await new Promise((resolve) => stream.resume().once('end', resolve))
  const { ExitCode } = await exec.inspect()
  if (ExitCode !== 0) throw new Error(`Cannot use the figure: true ended with ${ExitCode}`)
}

async function playEpisodes(): Promise<{ rate: number; memoryMiB: number }> {
  let next = 0
  const started = performance.now()
  const worker = async () => {
    while (next++ < EPISODES) {
      await using sandbox = await openDocker({ files: { 'numbers.txt': '3\n1\n2\n' } })
      for (let step = 0; step < 10; step++) {
        const { stdout } = await sandbox.exec('sort numbers.txt > sorted.txt; cat sorted.txt')
        if (stdout !== '1\n2\n3\n') throw new Error(`Cannot use the figure: sort printed ${stdout}`)
      }
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  const seconds = (performance.now() - started) / 1000
  return { rate: EPISODES / seconds, memoryMiB: process.memoryUsage().rss / 2 ** 20 }
}

async function ownContainers(docker: Docker): Promise<readonly string[]> {
  const found = await docker.listContainers({ all: true, filters: { label: [LABEL] } })
  const isOwn = (label = '') => label.split(' ').at(-2) === String(process.pid)
  return found.filter(({ Labels }) => isOwn(Labels[LABEL])).map(({ Id }) => Id)
}

async function waitForNone(docker: Docker): Promise<number> {
  const started = performance.now()
  for (;;) {
    const { length } = await ownContainers(docker)
    if (length === 0 || performance.now() - started > REMOVAL_MS) return length
    await setTimeout(100)
  }
}
