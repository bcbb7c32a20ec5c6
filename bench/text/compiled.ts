import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

export type Compiled = typeof import('./entry.ts')

const folder = join(import.meta.dirname, '../../node_modules/.cache/palaestra-bench')

/**
 * The games as users of the package run them. From source, tsx names every function anew each time it is made
 * (esbuild's keepNames): closures on a hot path then cost as much as the game itself.
 */
export async function loadCompiled(): Promise<Compiled> {
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: [join(import.meta.dirname, 'entry.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  return (await import(pathToFileURL(join(folder, 'entry.mjs')).href)) as Compiled
}
