import type { TarEntry } from 'modern-tar'
import type { Sandbox } from '../../../../sandboxes/index.ts'
import { putEntries } from './received.ts'
import { GIT, run } from './run.ts'
import { runOver } from './unreadable.ts'

export interface StagedFiles {
  readonly root: string
  readonly removed: readonly string[]
  /** Changed and new ones, in place already. */
  readonly files: readonly string[]
  /** `.gitattributes` files; in place are still those of the commit. */
  readonly attributes: readonly TarEntry[]
  readonly signal?: AbortSignal | undefined
}

const REMOVE = `${GIT} update-index -z --force-remove --stdin`
const ADD = `${GIT} update-index -z --add --replace --stdin`
const DIFF = [
  `${GIT} -c diff.noprefix=false -c diff.mnemonicPrefix=false diff --cached --binary --full-index`,
  '--no-color --no-ext-diff --no-textconv --no-renames HEAD',
].join(' ')
/** Empty ones stand in for those that the commit does not have. */
const RESTORE = `xargs -0 sh -c 'for path; do
  rm -rf "$path"
  ${GIT} cat-file blob "HEAD:$path" >"$path" || : >"$path"
done 2>/dev/null; true' sh`

/** The difference between the commit and these files, in a clean repository that is used up by it. */
export async function stagedDiff(
  clean: Sandbox,
  { root, removed, files, attributes, signal }: StagedFiles,
): Promise<string> {
  const stage = async (script: string, paths: readonly string[]) => {
    const stdin = paths.map((path) => `${path}\0`).join('')
    if (paths.length === 0) return
    await runOver(clean, 'the change cannot be staged', script, { root, signal, stdin })
  }
  await stage(REMOVE, removed)
  await stage(ADD, files)
  // An agent's attributes are part of its change, and say nothing about how that is read.
  const names = attributes.map(({ header }) => header.name)
  await stage('xargs -0 rm -rf', names)
  await putEntries(clean, { root, signal }, attributes)
  await stage(ADD, names)
  await stage(RESTORE, names)
  return readableDiff(clean, { root, signal })
}

/** Git prints what is no UTF-8 as it is, which no string holds: such files are shown as binary ones. */
async function readableDiff(
  clean: Sandbox,
  where: { readonly root: string; readonly signal: AbortSignal | undefined },
): Promise<string> {
  const diff = async () => {
    const path = `${clean.tmpdir}/.change`
    await runOver(clean, 'the change cannot be compared', `${DIFF} >${path}`, where)
    return clean.readFile(path)
  }
  const printed = await diff()
  const text = decode(printed)
  if (text !== undefined) return text
  const asBinary = "mkdir -p .git/info && echo '* -diff' >.git/info/attributes"
  await run(clean, 'compare the files', asBinary, where)
  const binary = sectionsOf(await diff())
  return sectionsOf(printed)
    .map((section, index) => decode(section) ?? decode(binary[index] ?? section) ?? '')
    .join('')
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** One a file; no line of a change itself starts like that. */
function sectionsOf(diff: Uint8Array): readonly Uint8Array[] {
  const sections = Buffer.from(diff)
    .toString('latin1')
    .split(/(?<=\n)(?=diff --git )/)
  return sections.map((section) => Buffer.from(section, 'latin1'))
}
