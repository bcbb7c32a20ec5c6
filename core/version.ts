import { readFileSync } from 'node:fs'

/** Version in the nearest package.json above this file: one folder up from source, two from `dist`. */
export const packageVersion: string =
  ['../package.json', '../../package.json']
    .map((path) => new URL(path, import.meta.url))
    .map((url) => {
      try {
        return JSON.parse(readFileSync(url, 'utf8')) as { name?: string; version: string }
      } catch {
        return undefined
      }
    })
    .find((found) => found?.name === 'palaestra')?.version ?? '0.0.0'
