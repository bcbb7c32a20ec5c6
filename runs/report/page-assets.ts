import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The page's program and style, ready to be written into a page. */
export interface PageAssets {
  readonly script: string
  readonly style: string
}

/** Names of the built files, beside this one. */
export const BUILT: Readonly<Record<keyof PageAssets, string>> = {
  script: 'page/page.js',
  style: 'page/page.css',
}

let loading: Promise<PageAssets> | undefined

/** From the package: as it was built. From the sources: bundled now, once a process. */
export function loadPageAssets(): Promise<PageAssets> {
  const [script, style] = [BUILT.script, BUILT.style].map((path) => join(import.meta.dirname, path))
  if (script && style && existsSync(script)) {
    const read = (path: string) => readFileSync(path, 'utf8')
    return Promise.resolve({ script: read(script), style: read(style) })
  }
  loading ??= bundlePage()
  return loading
}

/** Needs esbuild, which only who builds the package has. */
export async function bundlePage(): Promise<PageAssets> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page/main.tsx')],
    outdir: 'page',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'inline',
    charset: 'ascii',
    logLevel: 'silent',
  })
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  return { script: textOf('.js'), style: textOf('.css') }
}
