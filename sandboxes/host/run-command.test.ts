import { writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { afterAll, expect, test } from 'vitest'
import { endHost } from './end-host.ts'
import { type CommandStreams, runCommand } from './run-command.ts'

afterAll(endHost)

function beBusy(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

test('what a command printed is returned though this program was busy when it ended', async () => {
  const start = async ({ stdout }: CommandStreams) => {
    writeSync(stdout, 'printed\n')
    const ended = Promise.resolve(0)
    // Before anything is read, and for longer than the output of what has ended is waited for.
    ended.then(async () => {
      for (let turn = 0; turn < 10; turn++) await undefined
      beBusy(700)
    })
    return { ended, stop() {} }
  }

  const result = await runCommand(start, {
    ...{ stdin: undefined, timeoutMs: 60_000, maxOutputBytes: 1000, signal: undefined },
    watch: async () => undefined,
  })

  expect(result).toMatchObject({ exitCode: 0, stdout: 'printed\n', timedOut: false })
})
