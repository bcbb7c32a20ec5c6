import { expect, test } from 'vitest'
import { assertSameFolders, checkFolders, checkWorkdir } from './folders.ts'
import { openSandbox } from './open-sandbox.ts'

test('folders come out in one order, once each', () => {
  expect(checkFolders(['/tests', '/logs/', '/var//data', '/logs'])).toEqual([
    '/logs',
    '/tests',
    '/var/data',
  ])
  expect(checkFolders()).toEqual([])
})

test('a folder that a sandbox needs for itself is refused in one line', () => {
  const refusals: Record<string, string> = {
    '/': 'it is not an absolute path',
    logs: 'it is not an absolute path',
    '/logs/../..': 'it is not an absolute path',
    '/log s': 'it is not an absolute path',
    '/tmp': 'it has another use',
    '/workspace/logs': 'it lies in /workspace',
    '/home': '/home/agent lies in it',
    '/proc/self': 'it lies in /proc',
    '/usr/share/x': 'it lies in /usr',
    '/etc/x': 'it lies in /etc',
    '/app/logs': 'it lies in /app',
  }
  for (const [folder, reason] of Object.entries(refusals)) {
    expect(() => checkFolders([folder], '/app')).toThrow(reason)
  }
  expect(() => checkFolders(['/logs', '/logs/agent'])).toThrow('/logs/agent lies in it')
})

test('a working directory may lie where images keep projects, but not among programs', () => {
  const fine = ['/testbed', '/app/', '/usr/src/app', '/root', '/home/user/repo', '/workspace']
  expect(fine.map(checkWorkdir)).toEqual(fine.map((path) => path.replace(/\/$/, '')))
  for (const path of ['/', '/usr', '/usr/local', '/etc', '/tmp/x', '/home/agent', '/home', 'app']) {
    expect(() => checkWorkdir(path)).toThrow('Cannot open a sandbox that works in')
  }
})

test('a kind on folders of this machine has none but its own', async () => {
  const opened = openSandbox({ kind: 'process', unsafeProcess: true, folders: ['/logs'] })

  await expect(opened).rejects.toThrow(
    'Cannot open a process sandbox with the folder /logs: it would be one of this machine (choose another kind)',
  )
})

test('a snapshot of a sandbox with other folders is refused', () => {
  expect(() => assertSameFolders(['/logs'], ['/logs'])).not.toThrow()
  expect(() => assertSameFolders(['/logs'], [])).toThrow(
    'Cannot restore the snapshot: it holds other folders (/logs) than this sandbox has (none)',
  )
})
