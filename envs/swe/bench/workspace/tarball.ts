import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { ConfigError } from '../../../../core/index.ts'
import type { Sandbox } from '../../../../sandboxes/index.ts'
import type { Instance } from '../instances/index.ts'
import { commitFiles, cutHistory, dropSettings, headOf } from './cut.ts'
import type { RepositoryFiles } from './prepare.ts'
import { attempt, complaintOf, GIT, run } from './run.ts'

const MOST_BYTES = 2 * 2 ** 30
/** Files of projects pack to a tenth; beyond some size, nothing honest packs to so little. */
const BOMB = { bytes: 128 * 2 ** 20, ratio: 200 }
const ARCHIVE = '.repository.archive'
const UNPACKED = '.repository.unpacked'

/** A tar archive, with `.git` inside or without; a single folder around all of it is left out. */
export async function readTarball(path: string, instance: Instance): Promise<RepositoryFiles> {
  const { id, baseCommit } = instance
  const { size: packed } = await stat(path)
  const bytes = /gz$/i.test(path) ? await unpackedBytes(path, packed, id) : packed
  if (bytes > MOST_BYTES) throw tooLarge(path, id)
  return {
    bytes,
    async put(sandbox, root) {
      await sandbox.writeFile(`${root}/${ARCHIVE}`, await readFile(path))
      await unpack(sandbox, root, { id, path })
      const { exitCode } = await attempt(sandbox, '[ -d .git ]', { root })
      if (exitCode !== 0) return commitFiles(sandbox, root)
      await dropSettings(sandbox, root)
      const commit = baseCommit ?? (await headOf(sandbox, root))
      await cutHistory(sandbox, root, { commit, files: 'keep', id })
      await takeFiles(sandbox, root)
    },
  }
}

/** A few bytes can unpack to all memory: it is measured without keeping any. */
async function unpackedBytes(path: string, packed: number, id: string): Promise<number> {
  let bytes = 0
  try {
    for await (const chunk of createReadStream(path).pipe(createGunzip())) {
      bytes += (chunk as Buffer).length
      if (bytes > MOST_BYTES) break
      if (bytes > BOMB.bytes && bytes > packed * BOMB.ratio) return Number.POSITIVE_INFINITY
    }
  } catch (error) {
    throw new ConfigError(
      `Cannot open the repository of ${id}: ${path} is not a whole gzip archive (pack it again)`,
      { cause: error },
    )
  }
  return bytes
}

const tooLarge = (path: string, id: string) =>
  new ConfigError(
    `Cannot open the repository of ${id}: ${path} unpacks to more than ${MOST_BYTES / 2 ** 30} GiB (leave out what the tests do not need)`,
  )

/** By the sandbox's own tar: whatever its entries are, they stay inside. */
async function unpack(
  sandbox: Sandbox,
  root: string,
  { id, path }: { readonly id: string; readonly path: string },
): Promise<void> {
  const result = await attempt(
    sandbox,
    `set -e
mkdir ${UNPACKED}
tar -x${/gz$/i.test(path) ? 'z' : ''}f ${ARCHIVE} -C ${UNPACKED}
rm ${ARCHIVE}
chmod -R u+rwX ${UNPACKED}
top=${UNPACKED}
if [ "$(ls -A $top | wc -l)" -eq 1 ]; then
  only=$top/$(ls -A $top)
  if [ -d "$only" ] && [ ! -L "$only" ] && [ "\${only##*/}" != .git ]; then top=$only; fi
fi
for entry in "$top"/* "$top"/.[!.]* "$top"/..?*; do
  if [ -e "$entry" ] || [ -L "$entry" ]; then mv -- "$entry" .; fi
done
rm -rf ${UNPACKED}`,
    { root },
  )
  if (result.exitCode === 0) return
  throw new ConfigError(
    `Cannot unpack ${path}, the repository of ${id}: ${complaintOf(result)} (pack it again)`,
  )
}

/** Tracked files become the commit's, later ones go, and what is ignored stays: tests may need it. */
async function takeFiles(sandbox: Sandbox, root: string): Promise<void> {
  const script = `${GIT} checkout-index -q -a -f && ${GIT} clean -q -ffd && ${GIT} update-index -q --refresh`
  await run(sandbox, 'check out the repository', script, { root })
}
