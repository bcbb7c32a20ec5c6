import { ConfigError } from '../../../core/index.ts'
import { shellWord } from '../../../core/shell-quote.ts'

export interface HistoryPlan {
  /** Shell commands, each run in the root of the clone; the first that fails ends the plan. */
  readonly commands: readonly string[]
  /** Commands that print nothing, and succeed, where no later history is left. */
  readonly checks: readonly string[]
}

export interface HistoryOptions {
  /** The last commit that may be known. */
  readonly commit: string
  readonly branch?: string | undefined
  /** `checkout` makes the files those of the commit; `keep` leaves files as they are (an image with builds in place). */
  readonly files?: 'checkout' | 'keep' | undefined
}

/** The next one, while it is made. */
const FRESH = '.git-fresh'
/** Settings of the clone must run nothing, replaced objects must not stand in for real ones, and owners may differ. */
const GIT =
  "GIT_NO_REPLACE_OBJECTS=1 git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c 'safe.directory=*'"

/**
 * Makes a clone hold nothing after a commit. What `.git` may hide things in is long (reflogs, stashes,
 * notes, packs, alternates, other work trees, caches, the index), so nothing is taken out of it: the
 * objects that the commit reaches go into a new one, and the old one goes away as a whole.
 * @throws ConfigError for what is no commit or branch name.
 */
export function historyPlan({
  commit,
  branch = 'main',
  files = 'checkout',
}: HistoryOptions): HistoryPlan {
  if (!/^[0-9a-f]{7,64}$/i.test(commit)) {
    throw new ConfigError(
      `Cannot cut history: ${JSON.stringify(commit)} is no commit (give its hash)`,
    )
  }
  if (!/^[\w][\w./-]*$/.test(branch) || /\.\.|\/\/|\.lock$|[/.]$/.test(branch)) {
    throw new ConfigError(
      `Cannot cut history: ${JSON.stringify(branch)} is no branch name (use another)`,
    )
  }
  const ref = shellWord(`refs/heads/${branch}`)
  const fresh = `${GIT} --git-dir=${FRESH}`
  const format = commit.length === 64 ? ' --object-format=sha256' : ''
  return {
    commands: [
      `rm -rf ${FRESH}`,
      `${GIT} cat-file -e ${commit}^{commit}`,
      `${GIT} -c init.templateDir= init -q --bare${format} ${FRESH}`,
      // A shallow clone lacks parents that its oldest commits name.
      `if [ -s "$(${GIT} rev-parse --git-path shallow)" ]; then ${GIT} rev-list --max-parents=0 ${commit} > ${FRESH}/shallow; fi`,
      `${GIT} rev-parse ${commit}^{commit} > ${FRESH}/tip`,
      `${GIT} pack-objects -q --revs --stdout < ${FRESH}/tip > ${FRESH}/tip.pack`,
      `${fresh} index-pack --stdin < ${FRESH}/tip.pack > /dev/null`,
      `${fresh} update-ref --no-deref ${ref} "$(cat ${FRESH}/tip)"`,
      `${fresh} symbolic-ref HEAD ${ref}`,
      `rm -f ${FRESH}/tip.pack ${FRESH}/tip`,
      `${fresh} config core.bare false`,
      `${fresh} config core.logAllRefUpdates true`,
      // Submodules bring repositories of their own, with a history of their own.
      `find . -mindepth 2 -name .git -not -path './${FRESH}/*' -prune -exec rm -rf {} +`,
      'rm -rf .git',
      `mv ${FRESH} .git`,
      `${GIT} read-tree --reset ${commit}`,
      // What is ignored goes as well: files of a later commit may be.
      ...(files === 'checkout' ? [`${GIT} clean -q -ffdx`, `${GIT} checkout-index -q -a -f`] : []),
      `${GIT} update-index -q --refresh || true`,
    ],
    checks: [
      `${GIT} rev-list --all --reflog --not ${commit}`,
      `${GIT} for-each-ref --format='%(refname)' | grep -vxF ${ref} || true`,
      `${GIT} remote`,
      `${GIT} stash list`,
      `${GIT} fsck --unreachable --no-reflogs --no-progress 2>&1`,
      "find .git -name alternates -o -name packed-refs -o -name '*_HEAD' -o -name hooks -o -name modules -o -name worktrees",
      `${GIT} cat-file --batch-all-objects --batch-check='%(objectname)' | sort > .git/held; ${GIT} rev-list --objects ${commit} | cut -c1-${commit.length === 64 ? 64 : 40} | sort | comm -23 .git/held -; rm -f .git/held`,
    ],
  }
}
