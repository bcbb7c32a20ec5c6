/** `npm run build`: compiles the rooms to `dist/` and copies what is read at run time but not compiled. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { BUILT, bundlePage } from '../runs/report/page-assets.ts'

/** Data and guest code, beside the modules that read them. */
const assets = [
  'envs/web/demos/fixtures',
  'sandboxes/virtual/node/guest',
  'envs/swe/libraries',
  'envs/swe/tasks/repair-v0.jsonl',
  'envs/swe/tasks/tests.json',
]

rmSync('dist', { recursive: true, force: true })
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
})
if (status !== 0) process.exit(status ?? 1)
const page = await bundlePage()
for (const [part, path] of Object.entries(BUILT)) {
  mkdirSync(dirname(`dist/runs/report/${path}`), { recursive: true })
  writeFileSync(`dist/runs/report/${path}`, page[part as keyof typeof page])
}
for (const asset of assets) cpSync(asset, `dist/${asset}`, { recursive: true })
chmodSync('dist/cli/main.js', 0o755)
