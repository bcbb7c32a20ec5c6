import { echo, printf } from './bytes.ts'
import { cmp } from './cmp.ts'
import type { VirtualCommand } from './command.ts'
import { diff } from './diff.ts'
import { git } from './git.ts'
import { node } from './node.ts'
import { npm, npx } from './npm.ts'
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
import { xargs } from './xargs.ts'
import { yes } from './yes.ts'

/** Commands of ours, beside the shell's own and before them. */
export const virtualCommands: Readonly<Record<string, VirtualCommand>> = {
  cmp,
  diff,
  echo,
  git,
  hostname,
  id,
  mktemp,
  node,
  npm,
  npx,
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
  xargs,
  yes,
}
