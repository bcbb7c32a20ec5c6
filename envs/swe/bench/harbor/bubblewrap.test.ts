import { describe, expect, test } from 'vitest'
import { describeWith } from '../../../../test/describe-with.ts'
import { describeHarborIn, harborPlayer } from './episodes.suite.ts'

describeWith('bubblewrap', 'where bubblewrap is', () => {
  describeHarborIn('bubblewrap')

  describe('a Dockerfile in bubblewrap', () => {
    const { open } = harborPlayer('bubblewrap')
    const closed = (text = '') => `[environment]\nallow_internet = false\n${text}`

    test('its folders, files and variables stand where it says', async () => {
      const dockerfile = `FROM python:3.12
ENV LEDGER=/data/books PATH=/app/bin:$PATH
WORKDIR /app/src
COPY --chmod=755 make-ledger.sh /app/bin/ledger
COPY . /data/books/
`
      const files = { 'task.toml': closed(), 'environment/Dockerfile': dockerfile }

      const { sandbox, workdir, env, notes } = await open({ files })
      const { stdout } = await sandbox.exec('pwd; ls $LEDGER; ledger | head -n 1; touch a; ls', {
        env,
      })
      await sandbox.writeFile('b', '1')
      const listed = await sandbox.listFiles()
      await sandbox.close()

      expect(workdir).toBe('/app/src')
      expect(stdout).toBe('/app/src\nDockerfile\nmake-ledger.sh\n# date;name;cents\na\n')
      expect(listed).toEqual(['a', 'b'])
      expect(notes).toContain('programs of this machine stand for the image python:3.12')
    })

    test('what only an image can have is refused in one line', async () => {
      const run = { 'environment/Dockerfile': 'FROM x\nRUN true\n' }
      const own = `[verifier]\nenvironment_mode = "separate"\n[verifier.environment]\ndocker_image = "judge:1"\n`

      await expect(open({ files: run })).rejects.toThrow(
        /^Cannot follow .*Dockerfile in a bubblewrap sandbox: line 2: RUN is not followed \(use --sandbox docker\)$/,
      )
      await expect(
        open({ files: { 'task.toml': closed('workdir = "/usr/src/app"\n') } }),
      ).rejects.toThrow(/: only an image has \/usr\/src\/app \(use --sandbox docker\)$/)
      await expect(open({ files: { 'task.toml': own + closed() } })).rejects.toThrow(
        /: it needs the image judge:1 \(use --sandbox docker\)$/,
      )
    })

    test('a task that needs a network is refused', async () => {
      const episode = open({ files: { 'task.toml': '' } })

      await expect(episode).rejects.toThrow(
        'Cannot open a bubblewrap sandbox for this task: it has no network (choose another kind)',
      )
    })
  })
})
