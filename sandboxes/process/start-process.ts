import { spawn } from 'node:child_process'
import type { CommandRequest } from '../host/host-sandbox.ts'
import {
  closeScript,
  openScript,
  SCRIPT_FD,
  type ShellLimits,
  shellWords,
} from '../host/prelude.ts'
import { killMarked, killProcess, MARKER } from '../host/processes.ts'
import { type CommandStreams, cannotStart, type RunningCommand } from '../host/run-command.ts'

export interface ProcessCommand extends CommandRequest {
  readonly environment: Readonly<Record<string, string>>
  readonly marker: string
  readonly limits: ShellLimits
  readonly streams: CommandStreams
}

/** Starts a command as a process group whose processes carry a marker. */
export async function startProcess(options: ProcessCommand): Promise<RunningCommand> {
  const { command, cwd, env, environment, marker, isFull, streams } = options
  const limits = { ...options.limits, ...(isFull ? { fileBytes: 0 } : {}) }
  const script = openScript(command)
  const { stdin, stdout, stderr } = streams
  const stdio = [stdin, stdout, stderr]
  if (script !== undefined) stdio[SCRIPT_FD] = script
  try {
    const child = spawn('/bin/bash', [...shellWords(command, { cwd, limits })], {
      stdio,
      env: { ...environment, PWD: cwd, ...env, [MARKER]: marker },
      cwd: '/',
      // A session and a group of its own.
      detached: true,
    })
    const stop = () => {
      if (child.pid !== undefined) killProcess(-child.pid)
      killMarked(marker).catch(() => {})
    }
    const ended = new Promise<number>((resolve, reject) => {
      child.once('error', (error) => reject(cannotStart('process', error)))
      // Not its streams' end: what went to the background may hold them.
      child.once('exit', (code, signal) => {
        if (child.pid !== undefined) killProcess(-child.pid)
        killMarked(marker).then(() => resolve(code ?? exitCodes[signal ?? ''] ?? 137), reject)
      })
    })
    return { ended, stop }
  } catch (error) {
    throw cannotStart('process', error)
  } finally {
    closeScript(script)
  }
}

/** What a shell reports of a process that a signal ended. */
const exitCodes: Readonly<Record<string, number>> = {
  SIGABRT: 134,
  SIGKILL: 137,
  SIGSEGV: 139,
  SIGTERM: 143,
  SIGXFSZ: 153,
}
