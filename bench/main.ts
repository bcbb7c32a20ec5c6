/** `npm run bench [-- steps virtual report ...]`: measures, and prints ratios, the machine and its load. */
import { cpus, loadavg, totalmem } from 'node:os'
import type { Figure } from './figure.ts'

const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  steps: () => import('./steps.ts').then((m) => m.benchSteps()),
  report: () => import('./report.ts').then((m) => m.benchReport()),
  virtual: () => import('./virtual.ts').then((m) => m.benchVirtual()),
  repair: () => import('./repair.ts').then((m) => m.benchRepair()),
  docker: () => import('./docker.ts').then((m) => m.benchDocker()),
  replay: () => import('./replay.ts').then((m) => m.benchReplay()),
  tensors: () => import('./tensors.ts').then((m) => m.benchTensors()),
  sampler: () => import('./sampler.ts').then((m) => m.benchSampler()),
  train: () => import('./train.ts').then((m) => m.benchTrain()),
  learning: () => import('./learning.ts').then((m) => m.benchLearning(flags)),
  text: () => import('./text.ts').then((m) => m.benchText()),
  web: () => import('./web.ts').then((m) => m.benchWeb()),
  search: () => import('./search.ts').then((m) => m.benchSearch(flags)),
}

const number = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 })
const words = process.argv.slice(2)
/** What follows the name of one of these is for it. */
const flags = ['learning', 'search'].includes(words[0] ?? '') ? words.slice(1) : []
const wanted = words.slice(0, words.length - flags.length)
const unknown = wanted.find((name) => !Object.hasOwn(benches, name))
if (unknown !== undefined) {
  console.error(
    `Cannot run bench ${unknown}: there is none of that name (choose from ${Object.keys(benches).join(', ')})`,
  )
  process.exit(2)
}

const [load = 0] = loadavg()
console.log(
  `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, load ${load.toFixed(2)} at start`,
)
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n${name}`)
  for (const figure of await bench()) {
    const target =
      figure.target === undefined
        ? ''
        : ` (target ${number.format(figure.target)}: ${isReached(figure, figure.target) ? 'reached' : 'missed'})`
    console.log(`  ${figure.name}: ${number.format(figure.value)} ${figure.unit}${target}`)
    for (const { name: peer, ratio } of figure.against)
      console.log(`    ${number.format(ratio)} x ${peer}`)
  }
}

function isReached({ value, lowerIsBetter }: Figure, target: number): boolean {
  return lowerIsBetter ? value <= target : value >= target
}
