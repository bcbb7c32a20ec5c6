import { afterAll, expect, test } from 'vitest'
import { chooseKind, type SandboxOffer } from './choose-kind.ts'
import { chooseSandbox, closeSandboxes, onSandboxChosen, openSandbox } from './open-sandbox.ts'

afterAll(() => closeSandboxes())

const offers: Record<string, SandboxOffer | string | undefined> = {
  small: { commands: ['bash', 'node'], processes: false, network: false },
  broken: 'its program is not installed',
  large: { commands: ['bash', 'node', 'python3'], processes: true, network: false },
  never: undefined,
}
const choose = (needs: Parameters<typeof chooseKind>[1]) =>
  chooseKind(Object.keys(offers), needs, async (kind) => offers[kind])

test('the first kind that has what is needed is picked, and the reason says what it was', async () => {
  expect(await choose({})).toEqual({
    kind: 'small',
    reason: 'auto picked it: it has all that is asked for',
  })
  expect(await choose({ commands: ['python3'], processes: true })).toEqual({
    kind: 'large',
    reason:
      'auto picked it: it has python3, real processes; passed over small: no python3, no real processes; broken: its program is not installed',
  })
})

test('where no kind has it, the error says what each is missing', async () => {
  await expect(choose({ commands: ['cobol'], network: true })).rejects.toThrow(
    'Cannot open a sandbox that has cobol, a network: small: no cobol, no network; broken: its program is not installed; large: no cobol, no network (install what is missing, or choose a kind)',
  )
})

test('a kind that was chosen must have what the task needs', async () => {
  expect(await chooseSandbox({ kind: 'virtual', needs: { commands: ['node'] } })).toEqual({
    kind: 'virtual',
    reason: 'the options ask for it',
  })
  await expect(openSandbox({ kind: 'virtual', needs: { processes: true } })).rejects.toThrow(
    'Cannot open a virtual sandbox for this task: it has no real processes (choose another kind)',
  )
  await expect(openSandbox({ kind: 'process' })).rejects.toThrow('it protects nothing')
})

test('each different choice is told once', async () => {
  const told: unknown[] = []
  const stop = onSandboxChosen((choice) => told.push(choice))

  for (let count = 0; count < 2; count++) await (await openSandbox({ kind: 'virtual' })).close()
  await (await openSandbox()).close()
  await (await openSandbox({ kind: 'virtual', reason: 'it was chosen before' })).close()
  stop()
  await (await openSandbox({ needs: { commands: ['node'] } })).close()

  expect(told).toEqual([
    { kind: 'virtual', reason: 'the options ask for it' },
    { kind: 'virtual', reason: 'auto picked it: it has all that is asked for' },
    { kind: 'virtual', reason: 'it was chosen before' },
  ])
})

test('a limit that a kind does not hold is refused', async () => {
  const open = (limits: Record<string, number>) => openSandbox({ kind: 'virtual', limits })

  await expect(open({ processes: 10 })).rejects.toThrow(
    'Cannot limit processes in a virtual sandbox: it holds commands, interrupts, fileBytes, memoryMiB',
  )
  await expect(open({ memoryMiB: 0 })).rejects.toThrow('Cannot limit memoryMiB to 0')
})

test('an image is for docker alone', async () => {
  expect(await chooseSandbox({ image: 'my/image' })).toEqual({
    kind: 'docker',
    reason: 'auto picked it: the task has an image',
  })
  await expect(openSandbox({ kind: 'virtual', image: 'my/image' })).rejects.toThrow(
    'Cannot open a virtual sandbox of the image my/image: it has no images (use docker)',
  )
  await expect(openSandbox({ kind: 'bubblewrap', workdir: '/app' })).rejects.toThrow(
    'Cannot open a bubblewrap sandbox that works in /app: it has no images (use docker)',
  )
})
