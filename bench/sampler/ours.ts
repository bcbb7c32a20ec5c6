/** Palaestra's side of `npm run bench -- sampler`: answers one line of JSON with one, as peer.py does. */
import { createInterface } from 'node:readline'
import { createRng, type TokenSampler } from '../../core/index.ts'
import { declareParameters, initialize, openEngine, presetConfig } from '../../models/index.ts'
import { type Asked, timeOf } from './requests.ts'

const [threads = '1'] = process.argv.slice(2)
const engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: Number(threads) })
const rng = createRng(0)

async function openSampler({ preset, config: { vocabularySize } }: Asked): Promise<TokenSampler> {
  const config = presetConfig(preset, { vocabularySize, eosTokenIds: [] })
  const declared = declareParameters(config, { frozen: true })
  const parameters = await engine.open(declared, initialize(config, rng))
  return parameters.sampler({ config })
}

const samplers = new Map<string, TokenSampler>()
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as Asked
  const sampler = samplers.get(asked.preset) ?? (await openSampler(asked))
  samplers.set(asked.preset, sampler)
  const ms: number[] = []
  const cpuMs: number[] = []
  for (let i = 0; i < asked.repeats; i++) {
    const busy = process.cpuUsage()
    ms.push(await timeOf(sampler, asked, rng))
    const { user, system } = process.cpuUsage(busy)
    cpuMs.push((user + system) / 1000)
  }
  const peakMiB = process.resourceUsage().maxRSS / 1024
  process.stdout.write(`${JSON.stringify({ ms, cpuMs, peakMiB })}\n`)
}
await engine.close()
