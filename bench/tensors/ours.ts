/** Palaestra's side of `npm run bench -- tensors`: answers one line of JSON with one, as peer.py does. */
import { createInterface } from 'node:readline'
import { createRng } from '../../core/index.ts'
import { openEngine } from '../../models/index.ts'
import { type Asked, openTraining } from './training.ts'

const began = performance.now()
const [threads = '1', device = 'cpu'] = process.argv.slice(2)
const engine = await openEngine({
  engine: 'onnx',
  device: device === 'webgpu' ? 'webgpu' : 'cpu',
  threads: Number(threads),
})
const trainings = new Map<string, Awaited<ReturnType<typeof openTraining>>>()
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as Asked
  const key = JSON.stringify([asked.config, asked.packed ?? false, asked.blocks])
  const training = trainings.get(key) ?? (await openTraining(engine, asked, createRng(0)))
  trainings.set(key, training)
  const ms: number[] = []
  const cpuMs: number[] = []
  let firstMs = 0
  for (let i = 0; i < asked.steps; i++) {
    const started = performance.now()
    const busy = process.cpuUsage()
    await training.step(asked)
    ms.push(performance.now() - started)
    const { user, system } = process.cpuUsage(busy)
    cpuMs.push((user + system) / 1000)
    if (i === 0) firstMs = performance.now() - began
  }
  const peakMiB = process.resourceUsage().maxRSS / 1024
  process.stdout.write(`${JSON.stringify({ ms, cpuMs, peakMiB, firstMs })}\n`)
}
await engine.close()
