import { printf } from './bytes.ts'
import { cmp } from './cmp.ts'
import type { VirtualCommand } from './command.ts'
import { git } from './git.ts'
import { node } from './node.ts'
import { patch } from './patch.ts'
import { seq } from './seq.ts'
import { shuf } from './shuf.ts'
import {
  hostname,
  id,
  mktemp,
  nproc,
  realpath,
  sync,
  trap,
  uname,
  uuidgen,
  whoami,
} from './system.ts'
import { sleep, timeout } from './time.ts'

/** Commands of ours, beside the shell's own and before them. */
export const virtualCommands: Readonly<Record<string, VirtualCommand>> = {
  cmp,
  git,
  hostname,
  id,
  mktemp,
  node,
  nproc,
  patch,
  printf,
  realpath,
  seq,
  shuf,
  sleep,
  sync,
  timeout,
  trap,
  uname,
  uuidgen,
  whoami,
}
