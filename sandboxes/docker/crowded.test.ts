import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../../test/describe-with.ts'
import type { Sandbox } from '../sandbox.ts'
import { endContainers, openDocker } from './index.ts'

afterAll(endContainers)

const PROCESSES = 64

/** Takes all places for processes but some, and holds them; the command that started it is over by then. */
const crowd = (free: number) => `
import os, sys, time
if os.fork(): sys.exit()
os.setsid()
null = os.open('/dev/null', os.O_RDWR)
for stream in range(3): os.dup2(null, stream)
time.sleep(0.2)
held = []
while True:
    try: held.append(os.fork())
    except OSError: break
    if held[-1] == 0: time.sleep(60); os._exit(0)
for pid in held[:${free}]: os.kill(pid, 9); os.waitpid(pid, 0)
time.sleep(60)
`

describeWith('docker', 'commands in docker beside what others left behind', () => {
  let sandbox: Sandbox
  beforeEach(async () => {
    sandbox = await openDocker({ limits: { processes: PROCESSES } })
  })
  afterEach(() => sandbox.close())

  // A command takes seven or eight with its shell and what is beside it: each of them may be the one too many.
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'run where %i processes can be started still',
    async (free) => {
      await sandbox.writeFile('crowd.py', crowd(free))
      await sandbox.exec('python3 crowd.py')
      await setTimeout(500)

      const { exitCode, stdout } = await sandbox.exec('read -r line; echo "$line"', {
        stdin: 'input\n',
      })

      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'input\n' })
    },
  )

  test('begin when all processes beside them are there, and see none come', async () => {
    await sandbox.exec('for i in 1 2 3 4 5 6 7 8; do (while :; do :; done) & done')
    // Names are read by the shell alone: a process would be one that came.
    const look =
      'set -- /proc/[0-9]*; before=$*; sleep 0.02; set -- /proc/[0-9]*; echo "$before"; echo "$*"'

    for (let round = 0; round < 20; round++) {
      const { stdout } = await sandbox.exec(look)
      const [before = [], after = []] = stdout.split('\n').map((line) => line.split(' '))
      expect(before).toContain('/proc/1')
      expect(after.filter((name) => !before.includes(name))).toEqual([])
    }
  })
})
