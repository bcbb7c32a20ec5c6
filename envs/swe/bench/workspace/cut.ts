import { ConfigError, EnvError } from '../../../../core/index.ts'
import type { Sandbox } from '../../../../sandboxes/index.ts'
import { type HistoryOptions, historyPlan } from '../history.ts'
import { applyPatch } from './apply-patch.ts'
import { attempt, complaintOf, GIT, run } from './run.ts'

/** Whoever commits here does so then, so that equal files give equal hashes. */
const COMMITTER = ['AUTHOR', 'COMMITTER']
  .flatMap((role) => [
    `GIT_${role}_NAME=base`,
    `GIT_${role}_EMAIL=base@example.com`,
    `GIT_${role}_DATE='2020-01-01T00:00:00Z'`,
  ])
  .join(' ')
const COMMIT = `${COMMITTER} ${GIT} -c commit.gpgSign=false commit -q --no-verify --allow-empty`

/** `.git` of a file format that objects alone tell. */
const SETTINGS = (format: 'sha1' | 'sha256') =>
  format === 'sha1'
    ? '[core]\n\trepositoryformatversion = 0\n\tbare = false\n'
    : '[core]\n\trepositoryformatversion = 1\n\tbare = false\n[extensions]\n\tobjectformat = sha256\n'

/** What a clone's `.git` must hold besides its objects. */
export const settingsFor = (commit: string): string =>
  SETTINGS(commit.length === 64 ? 'sha256' : 'sha1')

/**
 * Leaves of a `.git` objects and references: its settings name programs that git would run, in the
 * sandbox of whoever is judged.
 */
export async function dropSettings(sandbox: Sandbox, root: string): Promise<void> {
  await run(
    sandbox,
    'read the repository',
    `set -e
rm -rf .git-bare
mkdir .git-bare
if grep -qiE '^[[:space:]]*objectformat[[:space:]]*=[[:space:]]*sha256' .git/config 2>/dev/null
then printf '${SETTINGS('sha256').replaceAll('\n', '\\n')}' >.git-bare/config
else printf '${SETTINGS('sha1').replaceAll('\n', '\\n')}' >.git-bare/config
fi
for name in objects refs packed-refs shallow HEAD; do
  if [ -e ".git/$name" ]; then mv ".git/$name" .git-bare/; fi
done
mkdir -p .git-bare/objects .git-bare/refs
rm -rf .git .git-bare/objects/info
mv .git-bare .git`,
    { root },
  )
}

/** The commit that is checked out. */
export async function headOf(sandbox: Sandbox, root: string): Promise<string> {
  return (await run(sandbox, 'read HEAD', `${GIT} rev-parse HEAD^{commit}`, { root })).trim()
}

/** @throws ConfigError where the commit is not there, or not whole. */
export async function cutHistory(
  sandbox: Sandbox,
  root: string,
  { id, ...options }: HistoryOptions & { readonly id: string },
): Promise<void> {
  const { commands } = historyPlan(options)
  const held = await attempt(sandbox, `${GIT} cat-file -e ${options.commit}^{commit}`, { root })
  if (held.exitCode !== 0) {
    throw new ConfigError(
      `Cannot open the repository of ${id}: it has no commit ${options.commit} (fetch it, or check base_commit)`,
    )
  }
  const result = await attempt(sandbox, commands.map(orExit).join('\n'), { root })
  if (result.exitCode === 0) return
  throw new EnvError(`Cannot cut the history of ${id}: ${complaintOf(result)}`)
}

const orExit = (command: string) => `{ ${command}\n} || exit 1`

/** Makes one commit of a folder's files. */
export async function commitFiles(sandbox: Sandbox, root: string): Promise<void> {
  await run(
    sandbox,
    'commit the files of a repository',
    `set -e
find . -name .git -prune -exec rm -rf {} +
${GIT} -c init.templateDir= init -q
${GIT} symbolic-ref HEAD refs/heads/main
${GIT} config core.logAllRefUpdates true
${GIT} add -A
${COMMIT} -m base
${GIT} repack -q -a -d`,
    { root },
  )
}

/** What a repository is beyond its commit becomes one, so that an agent's changes are all there is to see. */
export async function commitRest(sandbox: Sandbox, root: string): Promise<void> {
  await run(
    sandbox,
    'commit the files of a repository',
    `set -e
${GIT} add -A
${GIT} diff --cached --quiet HEAD || ${COMMIT} -m environment`,
    { root },
  )
}

/** Puts the bug in and forgets all before it: older commits are without it, and so hold the fix. */
export async function putBug(
  sandbox: Sandbox,
  root: string,
  { id, patch }: { readonly id: string; readonly patch: string },
): Promise<void> {
  const result = await applyPatch(sandbox, patch, { root, mode: 'index' })
  if (result.exitCode !== 0) {
    throw new ConfigError(
      `Cannot put the bug of ${id} into its repository: ${complaintOf(result)} (check patch and base_commit)`,
    )
  }
  const script = `${COMMITTER} ${GIT} commit-tree -m base "$(${GIT} write-tree)"`
  const commit = (await run(sandbox, 'commit the bug', script, { root })).trim()
  await cutHistory(sandbox, root, { commit, files: 'keep', id })
}

/** @throws EnvError where anything is left that the commit at HEAD does not lead to. */
export async function assertCut(sandbox: Sandbox, root: string, id: string): Promise<void> {
  const { checks } = historyPlan({ commit: await headOf(sandbox, root) })
  const result = await attempt(sandbox, checks.map(orExit).join('\n'), { root })
  if (result.exitCode === 0 && result.stdout === '') return
  throw new EnvError(
    `Cannot cut the history of ${id}: something of it is left: ${complaintOf(result)}`,
  )
}
