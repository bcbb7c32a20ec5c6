import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../../sandboxes/index.ts'
import { describeWith } from '../../../../test/describe-with.ts'
import { createRepositories, type LocatedInstance, type RepositoryWorkspace } from './index.ts'
import { bubblewrap, located, writeTree } from './repositories.suite.ts'

const scratch = mkdtempSync(join(tmpdir(), 'palaestra-change-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const repositories = createRepositories()
let project: LocatedInstance

async function workspace(instance: LocatedInstance = project): Promise<RepositoryWorkspace> {
  return repositories.open(instance, bubblewrap)
}

const read = (left: RepositoryWorkspace, instance: LocatedInstance = project) =>
  repositories.readChange(instance, bubblewrap, left)

/** What git itself says where the change was made, for agents that leave it alone. */
async function honestDiff(sandbox: Sandbox): Promise<string> {
  const diff = 'git diff --cached --binary --full-index --no-renames HEAD'
  const { stdout, stderr } = await sandbox.exec(`git add -A && ${diff}`)
  expect(stderr).toBe('')
  return stdout
}

async function changeBy(command: string): Promise<string> {
  const left = await workspace()
  await using sandbox = left.sandbox
  await sandbox.exec(command)
  const { patch, problem } = await read(left)
  expect(problem).toBeUndefined()
  return patch
}

/** The paths a patch names, with what becomes of each. */
const pathsIn = (patch: string) =>
  [...patch.matchAll(/^diff --git "?a\/(.*?)"? "?b\//gm)].map(([, path]) => path)

describeWith('bubblewrap', 'readChange', () => {
  beforeAll(() => {
    const path = join(scratch, 'project')
    writeTree(path, {
      '.gitignore': 'build/\n*.pyc\nnode_modules/\n',
      '.gitattributes': '*.bat text eol=crlf\n*.min.js -diff\n',
      'src/a.py': 'def a():\n    return 1\n',
      'src/b.py': 'b = 1\n',
      'src/deep/c.py': 'c = 1\n',
      'run.bat': 'echo one\r\necho two\r\n',
      'lib.min.js': 'x=1\n',
      'image.png': Uint8Array.of(137, 80, 78, 71, 0, 1, 2, 255),
      'latin.txt': Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 10),
      'run.sh': '#!/bin/sh\n',
      'node_modules/left/index.js': 'left\n',
      'odd "name"\\ \n.txt': 'odd\n',
      '-rf': 'an option\n',
    })
    symlinkSync('src', join(path, 'link'))
    project = located({ kind: 'folder', path })
  })

  const honest: readonly (readonly [title: string, command: string])[] = [
    ['edits', "sed -i s/1/2/ src/a.py src/deep/c.py && printf 'no newline' >> src/b.py"],
    ['new files and folders', 'mkdir -p src/new && echo n > src/new/n.py && echo m > m.txt'],
    ['removals', 'rm -r src/deep run.sh'],
    ['a rename', 'git mv src/a.py src/renamed.py && echo more >> src/renamed.py'],
    ['binary files', "printf '\\0\\1\\2' > new.bin && printf '\\377\\0' >> image.png"],
    ['modes', 'chmod +x src/a.py run.sh && chmod 600 src/b.py'],
    ['links', 'ln -sfn src/deep link && ln -s /etc/passwd out && ln -s nowhere dangling'],
    ['a file that becomes a link', 'rm src/b.py && ln -s a.py src/b.py'],
    ['a link that becomes a folder', 'rm link && mkdir link && echo x > link/a.py'],
    ['a folder that becomes a file', 'rm -r src && echo flat > src'],
    ['a file that becomes a folder', 'rm run.sh && mkdir run.sh && echo x > run.sh/x'],
    [
      'odd names',
      `echo x >> 'odd "name"\\ '$'\\n'.txt && echo x >> ./-rf && echo y > $'tab\\there' && echo z > 'ü ñ.txt' && echo q > ' '`,
    ],
    ['line ends that attributes convert', "printf 'echo three\\r\\n' >> run.bat"],
    ['files that attributes call binary', 'echo y=2 >> lib.min.js'],
    ['rules about files', "echo '*.log' >> .gitignore && echo l > x.log && echo k > kept.txt"],
    [
      'what is ignored',
      'mkdir build && echo o > build/o.pyc && echo changed > node_modules/left/index.js',
    ],
    ['removed rules of attributes', 'rm .gitattributes && echo z > z.txt'],
    ['nothing', 'touch src/a.py && git status'],
  ]

  test.each(honest)('is what git says of %s', async (_, command) => {
    const left = await workspace()
    await using sandbox = left.sandbox
    const { exitCode, stderr } = await sandbox.exec(command)

    const { patch, problem } = await read(left)

    expect([exitCode, stderr, problem]).toEqual([0, '', undefined])
    expect(patch).toBe(await honestDiff(sandbox))
  })

  test('applies to the repository again, with the same files as a result', async () => {
    const left = await workspace()
    await using agents = left.sandbox
    await agents.exec(
      "printf '\\351t\\351\\n' >> latin.txt && rm image.png && ln -s a src/l && chmod +x run.sh && echo t > t.txt",
    )
    const { patch } = await read(left)
    const again = await workspace()
    await using sandbox = again.sandbox

    const { exitCode, stderr } = await sandbox.exec('git apply --binary -', { stdin: patch })

    expect([exitCode, stderr]).toEqual([0, ''])
    expect(patch).toContain('+t\n')
    expect(pathsIn(patch)).toEqual(['image.png', 'latin.txt', 'run.sh', 'src/l', 't.txt'])
    const state =
      'find . -path ./.git -prune -o -printf "%p %y %m %l\\n" | sort; sha256sum latin.txt t.txt'
    expect((await sandbox.exec(state)).stdout).toBe((await agents.exec(state)).stdout)
  })

  test('leaves no trace of a repository put in place of the real one, or removed', async () => {
    const edit = 'echo x >> src/b.py'

    expect(pathsIn(await changeBy(`${edit} && rm -rf .git`))).toEqual(['src/b.py'])
    expect(
      pathsIn(
        await changeBy(`${edit} && rm -rf .git && git init -q && git add -A && git commit -qm all`),
      ),
    ).toEqual(['src/b.py'])
    expect(pathsIn(await changeBy(`${edit} && git commit -qam mine && git branch other`))).toEqual([
      'src/b.py',
    ])
  })

  test('takes files of a repository inside as files, without what makes it one', async () => {
    const patch = await changeBy(
      'mkdir sub && cd sub && git init -q && echo x > x.py && git add -A && git commit -qm sub && git config core.fsmonitor "touch /tmp/ran" && mkdir -p ../src/.GIT && echo y > ../src/.GIT/config',
    )

    expect(pathsIn(patch)).toEqual(['sub/x.py'])
  })

  test('runs nothing that an agent left: filters, hooks, a git of its own', async () => {
    const patch = await changeBy(`
echo '*.py filter=evil text eol=crlf working-tree-encoding=UTF-16 -diff ident' > .gitattributes
mkdir -p ~/bin /tmp/bin && printf '#!/bin/sh\\necho forged\\n' | tee ~/bin/git > /tmp/bin/git && chmod +x ~/bin/git /tmp/bin/git
printf '[filter "evil"]\\nclean = echo forged\\n[core]\\nexcludesFile = /tmp/all\\n' > ~/.gitconfig && echo '*' > /tmp/all
echo '*' > .git/info/exclude 2>/dev/null
echo 'export PATH=/tmp/bin:$PATH' > ~/.bashrc && cp ~/.bashrc ~/.profile
printf 'b = 3\\n' > src/b.py && echo new > src/new.py`)

    expect(patch).toContain('-b = 1\n+b = 3\n')
    expect(patch).toContain('+++ b/src/new.py\n@@ -0,0 +1 @@\n+new\n')
    expect(patch).not.toMatch(/forged|GIT binary|\r/)
    expect(pathsIn(patch)).toEqual(['.gitattributes', 'src/b.py', 'src/new.py'])
  })

  test('hides no change of a tracked file, and shows nothing that was ignored before', async () => {
    const hiding = await changeBy("echo '*' > .gitignore && echo x >> src/b.py && echo n > n.py")
    const showing = await changeBy(
      "printf '!node_modules/\\n' > .gitignore && echo x > node_modules/left/index.js && mkdir build && echo o > build/o",
    )

    expect(pathsIn(hiding)).toEqual(['.gitignore', 'src/b.py'])
    expect(pathsIn(showing)).toEqual(['.gitignore'])
  })

  test('follows no link, wherever it leads', async () => {
    const patch = await changeBy(
      'rm -rf src && ln -s /etc src && ln -s /proc/self/environ env && ln -s ../.. up && mkfifo pipe && echo x > x',
    )

    expect(patch).toMatch(/\+\+\+ b\/src\n@@ -0,0 \+1 @@\n\+\/etc\n/)
    expect(pathsIn(patch)).toContain('up')
    expect(patch).not.toMatch(/passwd|PATH=|pipe/)
  })

  test('reads what its owner closed to himself', async () => {
    const patch = await changeBy(
      'echo x >> src/b.py && mkdir new && echo n > new/n && chmod 000 src/b.py new/n && chmod 000 new src/deep src',
    )

    expect(pathsIn(patch)).toEqual(['new/n', 'src/b.py'])
  })

  test('reads thousands of new files', async () => {
    const patch = await changeBy('mkdir many && cd many && seq 3000 | split -l 1 -a 4 - f')

    expect(pathsIn(patch)).toHaveLength(3000)
  })

  test.each([
    [
      'more than anybody changes',
      'head -c 40000000 /dev/urandom > big.bin',
      /takes more than 32 MiB/,
    ],
    [
      'more files than anybody writes',
      'mkdir m; cd m; seq 20000 | split -l 1 -a 4 - f',
      /2000\d files were changed/,
    ],
    ['holes as large as a disk', 'truncate -s 1G hole', /takes more than 32 MiB/],
  ])('says that an agent left %s', async (_, command, reason) => {
    const left = await workspace()
    await using sandbox = left.sandbox
    await sandbox.exec(`echo x >> src/b.py; ${command}`)

    const { patch, problem } = await read(left)

    expect(patch).toBe('')
    expect(problem).toMatch(reason)
  })

  test('reads a change where the agent left no room', async () => {
    const patch = await changeBy(
      'echo x >> src/b.py; mkdir build; head -c 1200000000 /dev/zero > build/full; cp build/full /tmp/full',
    )

    expect(pathsIn(patch)).toEqual(['src/b.py'])
  })

  test('fails where the sandbox did, which is nobody’s change', async () => {
    const left = await workspace()
    await left.sandbox.close()

    await expect(read(left)).rejects.toMatchObject({ name: 'SandboxError' })
  })
})
