import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../../../test/describe-with.ts'
import type { SandboxPlace } from '../../workspace.ts'
import { makeFixtures } from '../fixtures/make.ts'
import { locateRepository, openInstances } from '../instances/index.ts'
import { createRepositories, type LocatedInstance } from './index.ts'
import { located, shell, writeTree } from './repositories.suite.ts'

const docker: SandboxPlace = { kind: 'docker', unsafeProcess: false }
const scratch = mkdtempSync(join(tmpdir(), 'palaestra-image-'))
const IMAGE = 'palaestra-test-testbed'
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describeWith('docker', 'a repository in a container', () => {
  let base = ''
  const repositories = createRepositories()
  beforeAll(() => {
    const folder = join(scratch, 'image/testbed')
    mkdirSync(folder, { recursive: true })
    writeTree(folder, { 'a.py': 'a = 1\n', '.gitignore': 'built/\n', 'built/a.so': 'object' })
    shell(folder, 'git init -q && git add -A && git commit -qm base')
    base = shell(folder, 'git rev-parse HEAD')
    writeTree(folder, { 'a.py': 'a = 2  # fixed\n' })
    shell(folder, 'git commit -qam later && git tag later && git checkout -q HEAD~1')
    writeTree(folder, { 'a.py': 'a = 1\npinned = 1\n' })
    shell(folder, 'git config core.fsmonitor "touch /tmp/ran"')
    writeFileSync(
      join(scratch, 'image/Dockerfile'),
      'FROM palaestra-sandbox\nCOPY testbed /testbed\nRUN mkdir -p /opt/miniconda3/bin /opt/miniconda3/envs/testbed && echo "export CONDA=\\$1" > /opt/miniconda3/bin/activate\n',
    )
    execFileSync('docker', ['build', '-q', '-t', IMAGE, join(scratch, 'image')])
  })
  afterAll(() => {
    execFileSync('docker', ['image', 'rm', '-f', IMAGE], { stdio: 'ignore' })
  })

  test('is the one of an image, as it was built, without what came later', async () => {
    const instance = located({ kind: 'image', image: IMAGE }, { base_commit: base })
    const { sandbox, root, prelude } = await repositories.open(instance, docker)
    await using _ = sandbox
    const { stdout } = await sandbox.exec(
      `${prelude}; echo "$CONDA"; git status --porcelain; git log --format=%s --all --reflog | sort -u; git tag; cat a.py built/a.so; echo; ls /tmp/ran 2>&1`,
      { cwd: root },
    )

    expect(root).toBe('/testbed')
    expect(stdout).toBe(
      "testbed\nbase\nenvironment\na = 1\npinned = 1\nobject\nls: cannot access '/tmp/ran': No such file or directory\n",
    )
  })

  test('gives back what an agent changed in it', async () => {
    const instance = located({ kind: 'image', image: IMAGE }, { base_commit: base })
    const workspace = await repositories.open(instance, docker)
    await using sandbox = workspace.sandbox
    await sandbox.exec(
      "sed -i 's/pinned = 1/pinned = 2/' a.py; echo x > new.py; rm -rf .git; echo y > built/b; (while :; do echo z >> noise.log; sleep 0.1; rm noise.log; done) >/dev/null 2>&1 &",
    )

    const { patch } = await repositories.readChange(instance, docker, workspace)

    expect(patch).toContain('-pinned = 1\n+pinned = 2\n')
    expect(patch).toContain('+++ b/new.py\n@@ -0,0 +1 @@\n+x\n')
    expect(patch).not.toContain('built')
  })

  test('comes from a clone as well, into an image that is only there for its programs', async () => {
    const fixtures = await makeFixtures(join(scratch, 'fixtures'))
    const instance = await (await openInstances(fixtures.file)).open('acme__phrase-27')
    const repository = await locateRepository(instance, fixtures.file)
    const cloned: LocatedInstance = { instance: { ...instance, image: IMAGE }, repository }
    const workspace = await repositories.open(cloned, docker)
    await using sandbox = workspace.sandbox
    const before = await sandbox.exec(
      'ls /testbed | head -1; git status --porcelain; git rev-parse HEAD',
    )
    await sandbox.exec('echo more >> README.md; git commit -qam mine')

    const { patch } = await repositories.readChange(cloned, docker, workspace)

    expect(before.stdout).toBe(`a.py\n${instance.baseCommit}\n`)
    expect(patch).toMatch(/^diff --git a\/README\.md b\/README\.md\n[\s\S]*\n\+more\n$/)
  })

  test('is refused in one line where an image has none, or the kind has no images', async () => {
    const none = located({ kind: 'image', image: 'palaestra-sandbox' })
    const bubblewrap: SandboxPlace = { kind: 'bubblewrap', unsafeProcess: false }

    await expect(repositories.open(none, docker)).rejects.toThrow(
      /^Cannot open the repository of acme__thing-1: the image palaestra-sandbox has none in \/testbed.* \(.*\)$/,
    )
    await expect(repositories.open(none, bubblewrap)).rejects.toThrow(
      'Cannot open the repository of acme__thing-1 in a bubblewrap sandbox: it is in the image palaestra-sandbox (use docker, or put a clone beside the instances)',
    )
  })
})
