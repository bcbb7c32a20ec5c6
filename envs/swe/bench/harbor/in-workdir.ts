import { posix } from 'node:path'
import type { Sandbox } from '../../../../sandboxes/index.ts'

/** The sandbox with another working directory: a kind without images has its own, the task another. */
export function inWorkdir(sandbox: Sandbox, workdir: string): Sandbox {
  if (sandbox.workdir === workdir) return sandbox
  const at = (path = '.') => posix.resolve(workdir, path)
  return {
    kind: sandbox.kind,
    capabilities: sandbox.capabilities,
    workdir,
    tmpdir: sandbox.tmpdir,
    exec: (command, options = {}) => sandbox.exec(command, { ...options, cwd: at(options.cwd) }),
    readFile: (path) => sandbox.readFile(at(path)),
    readText: (path) => sandbox.readText(at(path)),
    writeFile: (path, data) => sandbox.writeFile(at(path), data),
    writeFiles: (files) =>
      sandbox.writeFiles(
        Object.fromEntries(Object.entries(files).map(([path, data]) => [at(path), data])),
      ),
    listFiles: (path) => sandbox.listFiles(at(path)),
    remove: (path) => sandbox.remove(at(path)),
    putTar: (archive, path) => sandbox.putTar(archive, at(path)),
    getTar: (path) => sandbox.getTar(at(path)),
    snapshot: () => sandbox.snapshot(),
    restore: (snapshot) => sandbox.restore(snapshot),
    fork: async () => inWorkdir(await sandbox.fork(), workdir),
    stateHash: () => sandbox.stateHash(),
    close: () => sandbox.close(),
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
}
