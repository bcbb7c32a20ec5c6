import { ConfigError } from '../../core/errors.ts'
import type { SandboxOffer } from '../choose-kind.ts'
import { checkFolders } from '../folders.ts'
import { type HostKind, openHostSandbox, type Runner } from '../host/host-sandbox.ts'
import { limitsOf } from '../limits.ts'
import type { SandboxSettings } from '../open-sandbox.ts'
import type { Sandbox, SandboxLimits } from '../sandbox.ts'
import { type Cgroup, makeCgroup } from './cgroups.ts'
import { commandArguments, PATHS } from './command-arguments.ts'
import { findMachine, type Machine } from './machine.ts'
import { nodeRuntime } from './node-runtime.ts'
import { settingsFolder } from './settings-folder.ts'
import { startCommand } from './start-command.ts'
import { systemFolders } from './system-folders.ts'

const KIND = 'bubblewrap'

/** What commands find on this machine, or why there is no bubblewrap on it. */
export async function bubblewrapOffer(): Promise<SandboxOffer | string> {
  const machine = await findMachine()
  if (typeof machine === 'string') return machine
  return { commands: machine.commands, processes: true, network: false }
}

/** Opens a sandbox whose commands run in namespaces of their own. */
export async function openBubblewrap(options: SandboxSettings = {}): Promise<Sandbox> {
  const machine = await findMachine()
  if (typeof machine === 'string') {
    throw new ConfigError(`Cannot open a bubblewrap sandbox: ${machine}`)
  }
  const limits = limitsOf(KIND, defaultsOn(machine), options.limits)
  const settings = await settingsFolder()
  const added = checkFolders(options.folders)
  return openHostSandbox(kindOn(machine, { limits, settings, added }), options.files)
}

type Limits = Omit<SandboxLimits, 'commands' | 'interrupts' | 'cpus'> & { readonly cpus?: number }

/** A share of the cores can only be given where the kernel lets this program control groups. */
function defaultsOn({ cgroups, cores }: Machine): Limits {
  const defaults = { fileBytes: 2 ** 30, memoryMiB: 1024, processes: 512 }
  return cgroups?.folders.cpu ? { ...defaults, cpus: cores } : defaults
}

interface Asked {
  readonly limits: Limits
  /** Folder that commands see as `/etc`. */
  readonly settings: string
  readonly added: readonly string[]
}

function kindOn(machine: Machine, { limits, settings, added }: Asked): HostKind {
  const { identity, cgroups, canDisableNamespaces, commands, bwrap } = machine
  const { fileBytes, memoryMiB, processes } = limits
  const shell = { fileBytes, processes, ...(cgroups ? {} : { dataMiB: memoryMiB }) }
  const readable = [...systemFolders(), ...nodeRuntime(identity)]
  return {
    kind: KIND,
    fileBytes,
    identity,
    capabilities: {
      deterministic: false,
      network: 'none',
      isolated: true,
      memoryLimit: true,
      limits: Object.keys(limits) as (keyof Limits)[],
      processes: true,
      commands,
    },
    pathsIn: () => PATHS,
    added,
    runnerFor(folder, marker): Runner {
      let cgroup: Cgroup | undefined
      const group = () => {
        if (cgroups) cgroup ??= makeCgroup(cgroups, marker, limits)
        return cgroup
      }
      return {
        start: (request, streams) =>
          startCommand({
            bwrap,
            args: commandArguments(request, {
              ...{ folder, added, settings, readable, canDisableNamespaces },
              limits: shell,
            }),
            command: request.command,
            streams,
            marker: `${marker}/`,
            identity,
            admit: (pid) => group()?.add(pid),
          }),
        end: async () => cgroup?.remove(),
      }
    },
  }
}
