import { createVirtualFiles } from '../virtual-files.ts'
import type { VirtualCommand } from './command.ts'

const LONGEST_CHARACTER = 4

/** `node`: loaded on first use, as its interpreter is the heaviest part of the sandbox. */
export const node: VirtualCommand = async (call) => {
  const { runNode } = await import('../node/run-node.ts')
  return runNode({
    args: call.args,
    cwd: call.cwd,
    env: call.env,
    stdin: new TextDecoder().decode(call.stdin()),
    files: createVirtualFiles(call.tree),
    clock: call.clock,
    budget: call.fuel,
    memoryMiB: call.memoryMiB,
    // A little more than is kept, so that what is dropped shows.
    maxOutputBytes: call.maxOutputBytes + LONGEST_CHARACTER,
  })
}
