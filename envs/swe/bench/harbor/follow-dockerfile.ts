import { readFile, stat } from 'node:fs/promises'
import { basename, join, posix } from 'node:path'
import { ConfigError } from '../../../../core/index.ts'
import { type Instruction, parseDockerfile, plain, wordsOf } from './dockerfile.ts'
import { entriesBelow, entryAt, type TreeEntry } from './folder-tree.ts'
import { writableAbove } from './writable.ts'

/** What a Dockerfile asks for, where programs of this machine stand for its base image. */
export interface FollowedDockerfile {
  /** What its `FROM` names. */
  readonly base: string
  readonly workdir: string | undefined
  readonly env: Readonly<Record<string, string>>
  /** What is put where, in order; a later one may replace files of an earlier one. */
  readonly copies: readonly { readonly folder: string; readonly entries: readonly TreeEntry[] }[]
  /** Folders that must exist. */
  readonly made: readonly string[]
}

/** Programs and settings that change nothing of what the agent finds. */
const IGNORED = ['LABEL', 'CMD', 'ENTRYPOINT', 'EXPOSE', 'USER', 'MAINTAINER']

/**
 * Reads a Dockerfile that only puts files in place.
 * @throws ConfigError naming the first line that takes more than that.
 */
export async function followDockerfile(
  context: string,
  variables: Readonly<Record<string, string>>,
  kind: string,
): Promise<FollowedDockerfile> {
  const fail = (reason: string): never => {
    throw new ConfigError(
      `Cannot follow ${join(context, 'Dockerfile')} in a ${kind} sandbox: ${reason} (use --sandbox docker)`,
    )
  }
  if (await stat(join(context, '.dockerignore')).catch(() => undefined)) {
    fail('a .dockerignore stands beside it')
  }
  const source = await readFile(join(context, 'Dockerfile'), 'utf8')
  let base: string | undefined
  let workdir: string | undefined
  const env: Record<string, string> = {}
  const copies: { folder: string; entries: readonly TreeEntry[] }[] = []
  const made: string[] = []
  for (const instruction of parseDockerfile(source)) {
    const { name, line, text } = instruction
    const known = { ...variables, ...env }
    const refuse = (reason: string) => fail(`line ${line}: ${reason}`)
    if (base === undefined && name !== 'FROM') refuse(`${name} comes before FROM`)
    if (IGNORED.includes(name)) continue
    if (name === 'FROM') {
      if (base !== undefined) refuse('a second FROM is not followed')
      base = text
    } else if (name === 'ENV') Object.assign(env, assignments(text, known))
    else if (name === 'WORKDIR') {
      workdir = posix.resolve(workdir ?? '/', plain(text, known))
      made.push(workdir)
    } else if (name === 'COPY' || name === 'ADD') {
      const given = { context, workdir: workdir ?? '/', folders: made, variables: known, refuse }
      const copy = await copyOf(instruction, given)
      copies.push(copy)
      made.push(copy.folder)
    } else refuse(`${name} is not followed`)
  }
  if (base === undefined) return fail('it has no FROM')
  return { base, workdir, env, copies, made }
}

function assignments(text: string, variables: Readonly<Record<string, string>>) {
  const pairs = [
    ...text.matchAll(/(\w+)=((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])*)(?:\s+|$)/gs),
  ]
  if (pairs.length > 0) {
    return Object.fromEntries(
      pairs.map(([, name = '', value = '']) => [name, plain(value, variables)]),
    )
  }
  const [, name = '', value = ''] = /^(\S+)\s+(.*)$/s.exec(text) ?? []
  return name === '' ? {} : { [name]: plain(value, variables) }
}

interface CopySetting {
  readonly context: string
  readonly workdir: string
  /** Folders that are known to exist. */
  readonly folders: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly refuse: (reason: string) => never
}

async function copyOf(instruction: Instruction, setting: CopySetting) {
  const { name, flags, text } = instruction
  const { context, workdir, folders, variables, refuse } = setting
  const unknown = Object.keys(flags).find((flag) => !['chown', 'chmod', 'link'].includes(flag))
  if (unknown !== undefined) refuse(`${name} --${unknown} is not followed`)
  const words = wordsOf(text, variables)
  const target = words.at(-1) ?? ''
  const sources = words.slice(0, -1)
  if (sources.length === 0) refuse(`${name} needs a source and a destination`)
  const isArchive = (source: string) => /\.(tar(\.\w+)?|tgz|tbz2?|txz)$/.test(source)
  for (const source of sources) {
    const reason = /^(https?:|git@|<<)/.test(source)
      ? 'is no file beside it'
      : source.split('/').includes('..')
        ? 'leads out of its folder'
        : name === 'ADD' && isArchive(source)
          ? 'is an archive to unpack'
          : undefined
    if (reason) refuse(`${name} ${source}: it ${reason}`)
  }
  const path = posix.resolve(workdir, target)
  const all = await entriesBelow(context)
  const found = sources.flatMap((source) => {
    const pattern = patternOf(source)
    const matches =
      pattern === undefined ? [undefined] : all.filter((entry) => pattern.test(entry.name))
    return matches.length > 0 ? matches : refuse(`${name} ${source}: there is no such file`)
  })
  const isFolder =
    /(^|\/)\.?$/.test(target) ||
    found.length > 1 ||
    found.some((entry) => entry?.type !== 'file') ||
    folders.includes(path)
  const folder = isFolder ? path : posix.dirname(path)
  if (writableAbove(folder) === undefined)
    refuse(`${name} to ${path}: only an image has files there`)
  const entries: TreeEntry[] = []
  for (const entry of found) {
    if (entry?.type === 'file' || entry?.type === 'symlink') {
      const copied = await entryAt(entry.path, isFolder ? basename(entry.name) : basename(path))
      if (copied) entries.push(copied)
    } else entries.push(...(await entriesBelow(join(context, entry?.name ?? ''))))
  }
  const mode = /^[0-7]{3,4}$/.test(flags['chmod'] ?? '') ? flags['chmod'] : undefined
  if (flags['chmod'] !== undefined && mode === undefined)
    refuse(`--chmod=${flags['chmod']} is not followed`)
  return {
    folder,
    entries: entries.map((entry) =>
      mode === undefined ? entry : { ...entry, mode: Number.parseInt(mode, 8) & 0o777 },
    ),
  }
}

/** Undefined for the whole context. */
function patternOf(source: string): RegExp | undefined {
  const path = posix
    .normalize(source)
    .replace(/^\.?\//, '')
    .replace(/\/$/, '')
  if (path === '' || path === '.') return undefined
  const pattern = path
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  return new RegExp(`^${pattern}$`)
}
