import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { driverFolder, runTool } from '../host/driver-folder.ts'
import { settingFiles } from './command-arguments.ts'

/** Of this machine's `/etc` only what programs need to start: no accounts, keys, hosts or services. */
const SETTINGS = [
  '/etc/alternatives',
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/ld.so.conf.d',
  '/etc/mime.types',
  '/etc/pki/ca-trust/extracted',
  '/etc/pki/tls/certs',
  '/etc/python3',
  '/etc/ssl/certs',
  '/etc/ssl/openssl.cnf',
]

let made: { readonly driver: string; readonly folder: Promise<string> } | undefined

/** What commands see as `/etc`: a folder made once, because each mount makes every start slower. */
export function settingsFolder(): Promise<string> {
  const driver = driverFolder().path
  if (made?.driver !== driver) made = { driver, folder: makeFolder(driver) }
  return made.folder
}

async function makeFolder(driver: string): Promise<string> {
  const folder = join(driver, 'etc')
  mkdirSync(folder, { mode: 0o755 })
  const present = SETTINGS.filter((path) => existsSync(path))
  // What cannot be read here would not be readable in the sandbox either.
  if (present.length > 0) await runTool('cp', ['-a', '--parents', '--', ...present, driver])
  for (const [name, text] of Object.entries(settingFiles)) {
    writeFileSync(join(folder, name), text, { mode: 0o644 })
  }
  return folder
}
