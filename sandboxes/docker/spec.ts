import type { ContainerSpec, ImageFacts } from './engine.ts'
import { LABEL, ownerLabel } from './owner.ts'
import { RUNNER_FOLDER } from './session.ts'
import { supervisorScript } from './supervisor.ts'

const MIB = 2 ** 20
const UID = 1000

/** Commands, and nothing else, run as this user; most images have it for people. */
export const USER = `${UID}:${UID}`

/** Folders commands may write to. All are in memory, limited, and gone with the container. */
export const places = { workspace: '/workspace', tmp: '/tmp', home: '/home/agent' } as const

/** Share of the limit of file bytes that each place has. */
const SHARES = { workspace: 5 / 8, tmp: 2 / 8, home: 1 / 8 } as const
const BYTES_PER_INODE = 4096
/** What the kernel takes for an inode that is in memory alone, about. */
const INODE_BYTES = 1024
const SHARED_MEMORY_MIB = 64
const SUPERVISOR_MIB = 32
const PAGE_BYTES = 4096

export interface ContainerNeeds {
  readonly image: ImageFacts & { readonly name: string }
  readonly network: 'none' | 'open'
  readonly limits: DockerLimits
}

export interface DockerLimits {
  /** For programs; files have their own. */
  readonly memoryMiB: number
  /** Five eighths for the working directory, two for /tmp, one for the home folder. */
  readonly fileBytes: number
  readonly processes: number
  readonly cpus: number
}

/** How a container for sandboxes is made. */
export function specOf({ image, network, limits }: ContainerNeeds): ContainerSpec {
  const { fileBytes } = limits
  const inodes = Math.max(4096, Math.ceil(fileBytes / BYTES_PER_INODE))
  const folder = (share: number, mode: string) =>
    `rw,exec,nosuid,nodev,uid=${UID},gid=${UID},mode=${mode},size=${Math.ceil(fileBytes * share)},nr_inodes=${Math.ceil(inodes * share)}`
  // What lies in memory without a process must leave room: else the end of all processes would not help.
  const held = fileBytes + inodes * INODE_BYTES + 2 * SHARED_MEMORY_MIB * MIB
  const memory = Math.ceil(held) + (limits.memoryMiB + SUPERVISOR_MIB) * MIB
  return {
    Image: image.id,
    Labels: { [LABEL]: ownerLabel() },
    Hostname: 'sandbox',
    User: '0:0',
    WorkingDir: places.workspace,
    Entrypoint: ['/bin/sh', '-c', supervisorScript],
    Cmd: [],
    Env: [
      `HOME=${places.home}`,
      'USER=user',
      'LOGNAME=user',
      'LANG=C.UTF-8',
      'TZ=UTC',
      'TERM=dumb',
    ],
    OpenStdin: true,
    // Its input ends with our connection, and the container with its input.
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      AutoRemove: true,
      Init: true,
      NetworkMode: network === 'none' ? 'none' : 'bridge',
      IpcMode: 'private',
      // What would hold memory when all its processes have ended.
      Sysctls: {
        'kernel.shmall': String((SHARED_MEMORY_MIB * MIB) / PAGE_BYTES),
        'kernel.msgmni': '16',
        'fs.mqueue.queues_max': '16',
      },
      Memory: memory,
      MemorySwap: memory,
      NanoCpus: Math.round(limits.cpus * 1e9),
      PidsLimit: limits.processes,
      // No command has any capability, nor can get one: they are no root. The supervisor keeps this one.
      CapDrop: ['ALL'],
      CapAdd: ['KILL'],
      SecurityOpt: ['no-new-privileges:true'],
      ReadonlyRootfs: true,
      ShmSize: SHARED_MEMORY_MIB * MIB,
      Tmpfs: {
        ...Object.fromEntries(image.volumes.map((path) => [path, 'rw,nosuid,nodev,size=1m'])),
        [RUNNER_FOLDER]: 'rw,exec,nosuid,nodev,size=16m,mode=755',
        [places.workspace]: folder(SHARES.workspace, '755'),
        [places.tmp]: folder(SHARES.tmp, '1777'),
        [places.home]: folder(SHARES.home, '755'),
      },
      Ulimits: [{ Name: 'core', Soft: 0, Hard: 0 }],
      LogConfig: { Type: 'none', Config: {} },
    },
  }
}
