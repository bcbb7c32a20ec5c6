import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'
import { SandboxError } from '../../core/errors.ts'
import type { Identity } from '../host/driver-folder.ts'
import { closeScript, openScript } from '../host/prelude.ts'
import { isAlive, killProcess, MARKER } from '../host/processes.ts'
import { type CommandStreams, cannotStart, type RunningCommand } from '../host/run-command.ts'

/** Descriptors after the command's own: bubblewrap reports on the first and waits for the second. */
const STATUS_FD = 4
const GO_FD = 5

export interface BubblewrapCommand {
  readonly bwrap: string
  readonly args: readonly string[]
  readonly command: string
  readonly streams: CommandStreams
  readonly marker: string
  readonly identity: Identity | undefined
  /** Called with the sandbox's first process before anything runs in it. */
  readonly admit: (pid: number) => void
}

/**
 * Starts bubblewrap in three steps: it makes the namespaces and says which process is their first, that
 * process is put under its limits, then it may go on. The namespaces die with their first process.
 */
export async function startCommand(options: BubblewrapCommand): Promise<RunningCommand> {
  const { bwrap, args, command, streams, marker, identity } = options
  const script = openScript(command)
  let child: ChildProcess
  try {
    const { stdin, stdout, stderr } = streams
    const descriptors = ['--json-status-fd', String(STATUS_FD), '--block-fd', String(GO_FD)]
    child = spawn(bwrap, [...descriptors, ...args], {
      stdio: [stdin, stdout, stderr, script ?? 'ignore', 'pipe', 'pipe'],
      // The marker alone: what commands get to see comes with the arguments.
      env: { [MARKER]: marker },
      cwd: '/',
      // Ctrl-C in a terminal is for the program, which ends what runs as it sees fit.
      detached: true,
      ...identity,
    })
  } catch (error) {
    throw cannotStart('bubblewrap', error)
  } finally {
    closeScript(script)
  }
  return supervise(child, options.admit)
}

function supervise(child: ChildProcess, admit: (pid: number) => void): RunningCommand {
  const streams: readonly unknown[] = child.stdio
  const status = streams[STATUS_FD] as Readable
  const go = streams[GO_FD] as Duplex
  let first: number | undefined
  let isStopped = false
  let isAdmitted = false
  let problem: unknown
  let report = ''

  const stop = () => {
    isStopped = true
    // Before it is known, the first process waits for a word that will not come.
    if (first !== undefined) killProcess(first)
    if (isAdmitted || first !== undefined) child.kill('SIGKILL')
  }
  status.setEncoding('utf8').on('data', (text: string) => {
    report += text
    const pid = /"child-pid": *(\d+)/.exec(report)?.[1]
    if (first !== undefined || pid === undefined) return
    first = Number(pid)
    if (isStopped) {
      stop()
      return
    }
    try {
      admit(first)
      isAdmitted = true
      go.write('1')
    } catch (error) {
      problem = error
      stop()
    }
  })
  // Whoever is gone reads no more.
  go.on('error', () => {})
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(cannotStart('bubblewrap', error)))
    child.once('close', (code, signal) => {
      go.destroy()
      const settle = () => {
        if (problem !== undefined) return reject(cannotStart('bubblewrap', problem))
        const exitCode = /"exit-code": *(\d+)/.exec(report)?.[1]
        if (exitCode !== undefined) return resolve(Number(exitCode))
        if (isStopped) return resolve(137)
        // The kernel may end the first process for the memory that all take.
        if (isAdmitted && signal === 'SIGKILL') return resolve(137)
        if (isAdmitted && code === 137) return resolve(137)
        reject(
          new SandboxError(
            `Cannot run a command in the bubblewrap sandbox: bwrap ended with ${signal ?? `code ${code}`} before it began`,
          ),
        )
      }
      whenGone(first, settle)
    })
  })
  return { ended, stop }
}

/** Its end is the end of all in its namespace; bubblewrap itself ends a moment before. */
function whenGone(pid: number | undefined, then: () => void): void {
  if (pid === undefined || !isAlive(pid)) then()
  else setTimeout(() => whenGone(pid, then), 1)
}
