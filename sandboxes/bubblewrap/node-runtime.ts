import { constants, copyFileSync, cpSync, existsSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { driverFolder, type Identity } from '../host/driver-folder.ts'

/** Where commands find a Node that is not installed among the system's programs. */
const NODE_FOLDER = '/opt/node'
export const NODE_PATH = `${NODE_FOLDER}/bin`

/** Arguments that show the Node that runs this program, and its npm; none where the system has it. */
export function nodeRuntime(identity: Identity | undefined): readonly string[] {
  const node = realpathSync(process.execPath)
  if (node.startsWith('/usr/') || node.startsWith('/nix/store/')) return []
  const npm = resolve(dirname(node), '../lib/node_modules/npm')
  const source = identity ? copied(node, npm) : { node, npm }
  const bin = `${NODE_FOLDER}/bin`
  const library = `${NODE_FOLDER}/lib/node_modules/npm`
  const cli = '../lib/node_modules/npm/bin'
  return [
    ...['--ro-bind', source.node, `${bin}/node`],
    ...(existsSync(source.npm)
      ? [
          ...['--ro-bind', source.npm, library],
          ...['--symlink', `${cli}/npm-cli.js`, `${bin}/npm`],
          ...['--symlink', `${cli}/npx-cli.js`, `${bin}/npx`],
        ]
      : []),
  ]
}

/** The user that commands run as may not reach a folder of root's: it gets a copy, made once. */
function copied(node: string, npm: string): { node: string; npm: string } {
  const folder = join(driverFolder().path, 'node')
  const copy = { node: join(folder, 'node'), npm: join(folder, 'npm') }
  if (existsSync(folder)) return copy
  mkdirSync(folder, { mode: 0o755 })
  copyFileSync(node, copy.node, constants.COPYFILE_FICLONE)
  if (existsSync(npm)) cpSync(npm, copy.npm, { recursive: true })
  return copy
}
