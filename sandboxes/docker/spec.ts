import type Dockerode from 'dockerode'
import type { ContainerSpec, ImageFacts } from './engine.ts'
import { LABEL, ownerLabel } from './owner.ts'
import { HOME, type Place, UID } from './places.ts'
import { RUNNER_FOLDER } from './session.ts'
import { supervisorScript } from './supervisor.ts'

const MIB = 2 ** 20
const BYTES_PER_INODE = 4096
/** What the kernel takes for an inode that is in memory alone, about. */
const INODE_BYTES = 1024
const SHARED_MEMORY_MIB = 64
const SUPERVISOR_MIB = 32
const RUNNER_MIB = 16
const PAGE_BYTES = 4096
const LOCAL = { Name: 'local', Options: {} }

export interface ContainerNeeds {
  readonly image: ImageFacts & { readonly name: string }
  readonly network: 'none' | 'open'
  readonly limits: DockerLimits
  /** Folders commands may write to, gone with the container. */
  readonly places: readonly Place[]
}

export interface DockerLimits {
  /** For programs; files have their own. */
  readonly memoryMiB: number
  /** Of all places together; each has its share. */
  readonly fileBytes: number
  readonly processes: number
  readonly cpus: number
}

/** How a container for sandboxes is made. */
export function specOf({ image, network, limits, places }: ContainerNeeds): ContainerSpec {
  const { fileBytes } = limits
  const inMemory = places.filter(({ isFromImage }) => !isFromImage)
  const fromImage = places.filter(({ isFromImage }) => isFromImage).map(({ path }) => path)
  // The supervisor copies its shell under the same limit.
  const oneFile = Math.max(Math.ceil(fileBytes), RUNNER_MIB * MIB)
  const volumes = image.volumes.filter((path) => !fromImage.includes(path))
  const inodes = Math.max(4096, Math.ceil(fileBytes / BYTES_PER_INODE))
  const folder = ({ share, mode }: Place) =>
    `rw,exec,nosuid,nodev,uid=${UID},gid=${UID},mode=${mode},size=${Math.ceil(fileBytes * share)},nr_inodes=${Math.ceil(inodes * share)}`
  // What lies in memory without a process must leave room: else the end of all processes would not help.
  const held = fileBytes + inodes * INODE_BYTES + 2 * SHARED_MEMORY_MIB * MIB
  const memory = Math.ceil(held) + (limits.memoryMiB + SUPERVISOR_MIB) * MIB
  const spec: Dockerode.ContainerCreateOptions = {
    Image: image.id,
    Labels: { [LABEL]: ownerLabel() },
    Hostname: 'sandbox',
    User: '0:0',
    WorkingDir: '/',
    Entrypoint: ['/bin/sh', '-c', supervisorScript(fromImage)],
    Cmd: [],
    Env: [`HOME=${HOME}`, 'USER=user', 'LOGNAME=user', 'LANG=C.UTF-8', 'TZ=UTC', 'TERM=dumb'],
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
      // No command has any capability, nor can get one: they are no root. The supervisor keeps these:
      // it ends processes, and hands over what the image has in a working directory.
      CapDrop: ['ALL'],
      CapAdd: fromImage.length > 0 ? ['KILL', 'CHOWN', 'DAC_OVERRIDE'] : ['KILL'],
      SecurityOpt: ['no-new-privileges:true'],
      ReadonlyRootfs: true,
      ShmSize: SHARED_MEMORY_MIB * MIB,
      Tmpfs: {
        ...Object.fromEntries(volumes.map((path) => [path, 'rw,nosuid,nodev,size=1m'])),
        [RUNNER_FOLDER]: `rw,exec,nosuid,nodev,size=${RUNNER_MIB}m,mode=755`,
        ...Object.fromEntries(inMemory.map((place) => [place.path, folder(place)])),
      },
      // Without a name: Docker fills it from the image, and removes it with the container.
      Mounts: fromImage.map((path) => ({
        Type: 'volume' as const,
        Source: '',
        Target: path,
        VolumeOptions: { NoCopy: false, Labels: { [LABEL]: ownerLabel() }, DriverConfig: LOCAL },
      })),
      Ulimits: [
        { Name: 'core', Soft: 0, Hard: 0 },
        ...fromImage.map(() => ({ Name: 'fsize', Soft: oneFile, Hard: oneFile })),
      ],
      LogConfig: { Type: 'none', Config: {} },
    },
  }
  return spec
}
