/** Palaestra's side of `npm run bench -- train`: answers one line of JSON with one, as peer.py does. */
import { createInterface } from 'node:readline'
import { openEngine } from '../../models/index.ts'
import { type Asked, phases } from './asked.ts'
import { openTraining } from './training.ts'

const [threads = '1'] = process.argv.slice(2)
const engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: Number(threads) })
const trainings = new Map<string, ReturnType<typeof openTraining>>()
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as Asked
  const training = trainings.get(asked.preset) ?? openTraining(engine, asked)
  trainings.set(asked.preset, training)
  const step = await training
  const cpuMs: number[] = []
  const spent: Awaited<ReturnType<typeof step>>[] = []
  for (let i = 0; i < asked.steps; i++) {
    const busy = process.cpuUsage()
    spent.push(await step(asked))
    const { user, system } = process.cpuUsage(busy)
    cpuMs.push((user + system) / 1000)
  }
  const answer = {
    ms: spent.map(({ sampling, credit, update }) => sampling + credit + update),
    cpuMs,
    phases: Object.fromEntries(phases.map((phase) => [phase, spent.map((each) => each[phase])])),
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
await engine.close()
