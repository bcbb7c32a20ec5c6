import { closeSync, constants, openSync, unlinkSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { SandboxError } from '../../core/errors.ts'
import { driverFolder, runTool } from './driver-folder.ts'

/**
 * One end for this program, one for a command. What Node itself connects a child to is a socket, and
 * `/dev/stdout` and `/dev/stderr` of a child cannot be opened when they are sockets.
 */
export interface CommandPipe {
  readonly own: Socket
  /** Given to the command, then closed with `release`. */
  readonly fd: number
  release(): void
}

const BATCH = 32
const waiting: string[] = []
let made = 0
let making: Promise<void> | undefined

/** A pipe the command writes to. */
export async function outputPipe(): Promise<CommandPipe> {
  const path = await nextName()
  const own = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const fd = openSync(path, constants.O_WRONLY)
  unlinkSync(path)
  let isOpen = true
  return {
    own: new Socket({ fd: own, readable: true, writable: false }),
    fd,
    release() {
      if (isOpen) closeSync(fd)
      isOpen = false
    },
  }
}

async function nextName(): Promise<string> {
  for (;;) {
    const name = waiting.pop()
    if (name !== undefined) return name
    making ??= makeNames().finally(() => {
      making = undefined
    })
    await making
  }
}

async function makeNames(): Promise<void> {
  const { path } = driverFolder()
  const names = Array.from({ length: BATCH }, () => join(path, `pipe-${made++}`))
  // Others may open them: a command does, through /dev/stdout; nobody else can reach the name.
  const problem = await runTool('mkfifo', ['-m', '666', ...names])
  if (problem !== undefined) throw new SandboxError(`Cannot make pipes: ${problem}`)
  waiting.push(...names)
}

/** The names go with the driver's folder. */
export function forgetPipes(): void {
  waiting.length = 0
}
