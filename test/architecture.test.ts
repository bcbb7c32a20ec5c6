import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { factsOf, readSources } from './source-facts.ts'

/** The import table of the house: what each room may import, beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  rewards: ['core'],
  sandboxes: ['core'],
  models: ['core'],
  fixtures: ['core', 'sandboxes'],
  envs: ['core', 'rewards', 'sandboxes', 'fixtures'],
  agents: ['core', 'models'],
  runs: ['core', 'fixtures'],
  trainers: ['core', 'models', 'rewards', 'runs'],
  serve: ['core', 'models', 'runs'],
  cli: [
    'core',
    'rewards',
    'sandboxes',
    'models',
    'fixtures',
    'envs',
    'agents',
    'runs',
    'trainers',
    'serve',
  ],
}
/** Where a room may be entered; besides, files of core that worker threads and pages need without zod. */
const isDoor = (path: string) =>
  /^[a-z]+\/index\.ts$/.test(path) ||
  [
    'core/errors.ts',
    'core/did-you-mean.ts',
    'core/secret-bytes.ts',
    'core/shell-quote.ts',
    'core/slot.ts',
    'core/thread-flags.ts',
  ].includes(path)

/** Packages that take long to load, or may be missing: each has one home, and none loads unasked. */
const HOMES: Readonly<Record<string, string | readonly string[]>> = {
  'just-bash': 'sandboxes/virtual/',
  'quickjs-emscripten': 'sandboxes/virtual/node/',
  dockerode: 'sandboxes/docker',
  'playwright-core': 'envs/web/',
  'onnxruntime-node': 'models/engines/onnx/',
  '@tensorflow/tfjs-core': 'models/engines/tfjs/',
  '@tensorflow/tfjs-layers': 'models/engines/tfjs/',
  '@tensorflow/tfjs-backend-cpu': 'models/engines/tfjs/',
  '@tensorflow/tfjs-backend-wasm': 'models/engines/tfjs/',
  '@tensorflow/tfjs-backend-webgpu': 'models/engines/tfjs/',
  webgpu: 'models/devices/load-dawn.ts',
  '@huggingface/tokenizers': 'models/tokenizer/load-tokenizers.ts',
  '@huggingface/jinja': 'models/chat-template/load-jinja.ts',
  msw: 'fixtures/',
  bullmq: 'runs/',
  hyparquet: 'envs/swe/bench/instances/parquet-source.ts',
  'smol-toml': 'envs/swe/bench/harbor/read-task.ts',
  vega: 'runs/report/plots/render.ts',
  'vega-lite': 'runs/report/plots/render.ts',
  hono: ['runs/report/serve.ts', 'envs/web/'],
  ws: 'envs/web/gateway/',
  selfsigned: 'envs/web/gateway/',
  '@hono/node-server': 'runs/report/serve.ts',
  esbuild: 'runs/report/page-assets.ts',
  preact: 'runs/report/page/',
  open: 'cli/open-page.ts',
}
/** What a user imports, and what every command loads. */
const ENTRIES = [...Object.keys(MAY_IMPORT).map((room) => `${room}/index.ts`), 'cli/main.ts']

const root = join(import.meta.dirname, '..')
const rooms = Object.keys(MAY_IMPORT).filter((room) => existsSync(join(root, room)))
const sources = rooms
  .flatMap((room) => readSources(root, room))
  .filter(({ path }) => !/\.(test|test-d|suite)\.ts$/.test(path))
const roomOf = (path: string) => path.split('/')[0] ?? ''
const edges = sources.flatMap(({ path, imports }) =>
  imports.map((imported) => ({ ...imported, from: path })),
)
const crossings = edges.filter(
  ({ from, target }) => target.includes('.ts') && roomOf(from) !== roomOf(target),
)
const shown = ({ from, target }: { from: string; target: string }) => `${from} -> ${target}`

describe('rooms', () => {
  test('import what the table allows, types and dynamic imports included', () => {
    const wrong = crossings.filter(
      ({ from, target }) => !MAY_IMPORT[roomOf(from)]?.includes(roomOf(target)),
    )

    expect(wrong.map(shown)).toEqual([])
  })

  test('are entered by their index alone', () => {
    expect(crossings.filter(({ target }) => !isDoor(target)).map(shown)).toEqual([])
  })

  test('do not import each other in a circle', () => {
    const seen = new Set<string>()
    const visit = (room: string, path: readonly string[]): void => {
      expect(path, 'a circle of rooms').not.toContain(room)
      if (seen.has(room)) return
      for (const { from, target } of crossings) {
        if (roomOf(from) === room) visit(roomOf(target), [...path, room])
      }
      seen.add(room)
    }
    for (const room of rooms) visit(room, [])

    expect(seen.size).toBe(rooms.length)
  })

  test('of core import zod and node alone; a thread may read TypeScript as its parent does', () => {
    const isThread = (path: string) => path === 'core/vector-worker/worker.ts'
    const foreign = edges.filter(
      ({ from, target }) =>
        roomOf(from) === 'core' &&
        !/^(core\/|node:|zod$)/.test(target) &&
        !(isThread(from) && target === 'tsx'),
    )

    expect(foreign.map(shown)).toEqual([])
  })
})

describe('heavy packages', () => {
  test('are imported at home only, types included', () => {
    const astray = edges.filter(({ from, target }) => {
      const home = HOMES[target]
      return home !== undefined && ![home].flat().some((place) => from.startsWith(place))
    })

    expect(astray.map(shown)).toEqual([])
  })

  test('are not loaded by importing a room, or by starting the command', () => {
    for (const entry of ENTRIES) {
      expect(
        loadedBy(entry).filter((target) => HOMES[target] !== undefined),
        entry,
      ).toEqual([])
    }
  })

  /** Everything that static imports reach. */
  function loadedBy(entry: string): readonly string[] {
    const reached = new Set([entry])
    for (const at of reached) {
      for (const { from, target, kind } of edges) {
        if (from === at && kind === 'static') reached.add(target)
      }
    }
    return [...reached]
  }
})

test('no randomness but the rng and no time but the clock in core, rewards, envs and agents', () => {
  const pure = ['core', 'rewards', 'envs', 'agents']
  const impure = sources
    .filter(({ path }) => pure.includes(roomOf(path)) && path !== 'core/clock.ts')
    .flatMap(({ path, impurities }) => impurities.map((what) => `${path}: ${what}`))

  expect(impure).toEqual([])
})

test('these tests read imports and impurities as the compiler does', () => {
  const { imports, impurities } = factsOf(
    'envs/x/env.ts',
    `import { a } from '../../core/index.ts'
     import type { B } from './b.ts'
     export * from './c.ts'
     type D = import('zod').ZodType
     const e = async () => (await import('@scope/name/sub')).default
     const f = [Math.random(), Date.now(), new Date(), new Date(0), 'Math.random()'] // Date.now()`,
  )

  expect(imports).toEqual([
    { target: 'core/index.ts', kind: 'static' },
    { target: 'envs/x/b.ts', kind: 'type' },
    { target: 'envs/x/c.ts', kind: 'static' },
    { target: 'zod', kind: 'type' },
    { target: '@scope/name', kind: 'dynamic' },
  ])
  expect(impurities).toEqual(['Math.random', 'Date.now', 'new Date()'])
  expect(sources.length).toBeGreaterThan(100)
})
