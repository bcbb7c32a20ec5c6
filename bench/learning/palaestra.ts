import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { flagName } from '../../cli/flags.ts'
import { ConfigError } from '../../core/index.ts'
import type { Flags } from './recipe.ts'

const root = resolve(import.meta.dirname, '../..')

/** Flags as words of a command line. */
export const wordsOf = (flags: Flags): readonly string[] =>
  Object.entries(flags).flatMap(([field, value]) =>
    value === false ? [] : [flagName(field), ...(value === true ? [] : [String(value)])],
  )

/** The one line of JSON that a command gives, run in a process of its own as users have it. */
export async function palaestra(
  words: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const node = ['--conditions=palaestra-source', '--import', 'tsx', 'cli/main.ts']
  const child = spawn(process.execPath, [...node, ...words, '--json', '--quiet'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // A Ctrl-C reaches both: the child saves what it has, and says so.
  const stay = () => {}
  process.on('SIGINT', stay)
  try {
    let text = ''
    for await (const part of child.stdout) text += String(part)
    if (text === '') throw failure(words)
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } finally {
    process.off('SIGINT', stay)
  }
}

const failure = (words: readonly string[]) =>
  new ConfigError(
    `Cannot measure learning: palaestra ${words.join(' ')} gave no result (its reason stands above)`,
  )
