import { afterAll, expect, test } from 'vitest'
import { describeSandbox } from '../conformance.suite.ts'
import { driverFolder } from '../host/driver-folder.ts'
import { markedProcesses } from '../host/processes.ts'
import { closeSandboxes, openSandbox } from '../open-sandbox.ts'

afterAll(() => closeSandboxes())

describeSandbox(
  'process',
  { deterministic: false, isolated: false, memoryLimit: true, network: 'open' },
  (files = {}) =>
    openSandbox({ kind: 'process', unsafeProcess: true, limits: { memoryMiB: 512 }, files }),
)

test('what a command left in the background is ended with it, or at the latest with the sandbox', async () => {
  const sandbox = await openSandbox({ kind: 'process', unsafeProcess: true })
  const alive = () => markedProcesses(`${driverFolder().name}/`)

  const detached = await sandbox.exec('setsid nohup sleep 1000 & disown; echo started')
  const afterwards = alive()
  const stopped = await sandbox.exec('setsid sleep 1000 & sleep 1000', { timeoutMs: 300 })
  const afterStop = alive()
  const hidden = await sandbox.exec('(setsid env -i sleep 1000 &); sleep 0.1; echo hidden')
  await sandbox.close()

  expect(detached.stdout).toBe('started\n')
  expect(afterwards).toEqual([])
  expect(stopped).toMatchObject({ timedOut: true, exitCode: 124 })
  expect(afterStop).toEqual([])
  expect(hidden).toMatchObject({ stdout: 'hidden\n', exitCode: 0, timedOut: false })
  expect(alive()).toEqual([])
})

test('commands get no variable of the program but where programs are', async () => {
  process.env['PALAESTRA_TEST_KEY'] = 'sk-secret'
  await using sandbox = await openSandbox({ kind: 'process', unsafeProcess: true })

  const { stdout } = await sandbox.exec('env')
  Reflect.deleteProperty(process.env, 'PALAESTRA_TEST_KEY')

  expect(stdout).not.toContain('sk-secret')
  expect(stdout).toContain(`PATH=${process.env['PATH']}\n`)
})
