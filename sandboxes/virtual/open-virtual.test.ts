import { expect, test } from 'vitest'
import { describeSandbox } from '../conformance.suite.ts'
import { closeSandboxes, openSandbox } from '../open-sandbox.ts'

describeSandbox(
  'virtual',
  { deterministic: true, isolated: true, memoryLimit: true, network: 'none' },
  (files = {}, folders = []) => openSandbox({ kind: 'virtual', files, folders }),
)

test('numbers are the same whether or not a sandbox is the first to list files', async () => {
  closeSandboxes()
  const drawn: string[] = []
  for (const command of ['ls; echo $RANDOM', 'ls; echo $RANDOM', 'echo $RANDOM']) {
    await using sandbox = await openSandbox({ kind: 'virtual' })
    drawn.push((await sandbox.exec(command)).stdout)
  }

  expect(new Set(drawn).size).toBe(1)
})

test('a program that prints more than is kept says that some is missing, and one that prints as much does not', async () => {
  await using sandbox = await openSandbox({ kind: 'virtual' })
  const printing = (bytes: number) =>
    sandbox.exec(`node -e "process.stdout.write('x'.repeat(${bytes}))"`, { maxOutputBytes: 1000 })

  const [whole, cut] = [await printing(1000), await printing(1001)]

  expect([whole.stdout.length, whole.truncated]).toEqual([1000, false])
  expect([cut.stdout.length, cut.truncated]).toEqual([1000, true])
})
