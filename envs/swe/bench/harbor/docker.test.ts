import { describe, expect, test } from 'vitest'
import { describeWith } from '../../../../test/describe-with.ts'
import { describeHarborIn, harborPlayer } from './episodes.suite.ts'

describeWith('docker', 'where a Docker daemon is', () => {
  describeHarborIn('docker')

  describe('an image in docker', () => {
    const { open, play } = harborPlayer('docker')
    const dockerfile = `FROM palaestra-sandbox
ENV LEDGER=books
WORKDIR /app/src
COPY make-ledger.sh .
RUN echo built > made && mkdir -p books/old
`
    const closed = '[environment]\nallow_internet = false\n'

    test('the agent works in its folder, with what was built there', async () => {
      const files = { 'task.toml': closed, 'environment/Dockerfile': dockerfile }

      const { sandbox, workdir, env, notes } = await open({ files })
      const { stdout } = await sandbox.exec('pwd; touch $LEDGER/old/a; cat made; ls', { env })
      await sandbox.close()

      expect(workdir).toBe('/app/src')
      expect(stdout).toBe('/app/src\nbuilt\nbooks\nmade\nmake-ledger.sh\n')
      expect(notes).toEqual([])
    })

    test('a verifier of its own gets a folder that the agent was given for it', async () => {
      const toml = `artifacts = ["/output", "books/total"]
[agent]
user = "root"
[verifier]
environment_mode = "separate"
${closed}`
      const tests = 'pwd; find /output books made -type f; echo 1 > /logs/verifier/reward.txt\n'
      const files = {
        'task.toml': toml,
        'environment/Dockerfile': dockerfile,
        'tests/test.sh': tests,
      }

      const grade = await play(
        ['mkdir /output/sub; echo 1 > /output/sub/a; echo 2 > books/total; echo 3 > made'],
        { files },
      )

      expect(grade).toMatchObject({
        reward: 1,
        integrity: [],
        output: '/app/src\n/output/sub/a\nbooks/total\nmade\n',
      })
    })

    test('an artifact where no command may write is refused in one line', async () => {
      const toml = `artifacts = ["/usr/share/total"]
[verifier]
environment_mode = "separate"
${closed}`
      const files = { 'task.toml': toml, 'environment/Dockerfile': dockerfile }

      await expect(open({ files })).rejects.toThrow(
        /^Cannot play task \S+: its artifact \/usr\/share\/total lies where no command may write \(have it written to \/app\/src or \/logs\/artifacts\)$/,
      )
    })
  })
})
