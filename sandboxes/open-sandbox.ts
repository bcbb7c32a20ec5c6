import { ConfigError } from '../core/errors.ts'
import { chooseKind, missingIn, type SandboxOffer } from './choose-kind.ts'
import type { Sandbox, SandboxLimits, SandboxNeeds } from './sandbox.ts'
import { sandboxSource } from './source.ts'

export interface OpenSandboxOptions extends SandboxSettings {
  /** `auto` (default) picks by `needs` and by what this machine has; without needs that is `virtual`. */
  readonly kind?: SandboxKind | undefined
  /** Why it is that kind, where `chooseSandbox` said so before; told to who asks which was chosen. */
  readonly reason?: string | undefined
}

/** Everything but the kind. */
export interface SandboxSettings {
  /** What the task asks for; a kind that was chosen and cannot give it is refused. */
  readonly needs?: SandboxNeeds | undefined
  /** The kind `process` protects nothing, and opens only when this is said. */
  readonly unsafeProcess?: boolean | undefined
  /** `docker`: any image with a shell, instead of the default one; `auto` then picks `docker`. */
  readonly image?: string | undefined
  /** `docker`: a folder of the image to work in, with what the image has there, instead of an empty one. */
  readonly workdir?: string | undefined
  /** Absolute paths of further folders that commands may write to; empty at first, held by snapshots. */
  readonly folders?: readonly string[] | undefined
  /** Nothing that another sandbox has used before, for what must trust it; most kinds are always so. */
  readonly fresh?: boolean | undefined
  readonly limits?: Partial<SandboxLimits> | undefined
  /** Files to start with: path (relative to the working directory or absolute) -> contents. */
  readonly files?: Readonly<Record<string, string | Uint8Array>> | undefined
  /** Milliseconds since the epoch at which a simulated clock starts; real clocks show the time. */
  readonly clockStart?: number | undefined
  /** `virtual`: real time one exec may take (default 30 s) before it is ended, tried once more, and then fails. */
  readonly watchdogMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

interface SandboxModule {
  open(options: SandboxSettings): Promise<Sandbox>
  /** Ends everything that kind keeps running between sandboxes. */
  end(): void
  /** What it has on this machine, or why it does not work here; `auto` passes over a kind without it. */
  offer?(): Promise<SandboxOffer | string>
}

/** One line a kind, in the order in which `auto` prefers them; loaded when first asked for. */
const kinds = {
  virtual: () =>
    import('./virtual/index.ts').then(({ openVirtual, endWorkers, virtualOffer }) => ({
      open: openVirtual,
      end: endWorkers,
      offer: async () => virtualOffer,
    })),
  bubblewrap: () =>
    import('./bubblewrap/index.ts').then(({ openBubblewrap, endHost, bubblewrapOffer }) => ({
      open: openBubblewrap,
      end: endHost,
      offer: bubblewrapOffer,
    })),
  docker: () =>
    import('./docker/index.ts').then(({ openDocker, endContainers, dockerOffer }) => ({
      open: openDocker,
      end: endContainers,
      offer: dockerOffer,
    })),
  process: () =>
    import('./process/index.ts').then(({ openProcess, endHost }) => ({
      open: openProcess,
      end: endHost,
    })),
} satisfies Record<string, () => Promise<SandboxModule>>

type KnownKind = keyof typeof kinds
export type SandboxKind = 'auto' | KnownKind

/** Names `openSandbox` accepts, beside `auto`. */
export const sandboxKinds = Object.keys(kinds) as readonly KnownKind[]

const loaded = new Map<string, SandboxModule>()
/** Asking a machine takes a moment, and it does not change. */
const offers = new Map<string, Promise<SandboxOffer | string | undefined>>()

async function load(kind: KnownKind): Promise<SandboxModule> {
  const module = loaded.get(kind) ?? (await kinds[kind]())
  loaded.set(kind, module)
  return module
}

function offerOf(kind: KnownKind): Promise<SandboxOffer | string | undefined> {
  const offer = offers.get(kind) ?? load(kind).then((module) => module.offer?.())
  offers.set(kind, offer)
  return offer
}

/** The kind that is opened for these options, and why it is that one. */
export interface SandboxChoice {
  readonly kind: KnownKind
  readonly reason: string
}

/**
 * Tells what `openSandbox` would open.
 * @throws ConfigError where no kind has what is needed, with the reason of each.
 */
export async function chooseSandbox(options: OpenSandboxOptions = {}): Promise<SandboxChoice> {
  return sandboxSource.current()?.choose(options, choose) ?? choose(options)
}

async function choose(options: OpenSandboxOptions): Promise<SandboxChoice> {
  const { kind = 'auto', needs = {}, image, workdir } = options
  if (kind === 'auto') {
    if (image !== undefined) {
      return { kind: 'docker', reason: 'auto picked it: the task has an image' }
    }
    if (workdir === undefined) return chooseKind(sandboxKinds, needs, offerOf)
    return { kind: 'docker', reason: 'auto picked it: the task works in a folder of an image' }
  }
  assertKnown(kind)
  if (kind !== 'docker' && (image ?? workdir) !== undefined) {
    const what = image === undefined ? `that works in ${workdir}` : `of the image ${image}`
    throw new ConfigError(`Cannot open a ${kind} sandbox ${what}: it has no images (use docker)`)
  }
  // What an image of the task's own has, the task knows.
  const isAsked = Object.values(needs).some(Boolean) && image === undefined
  const offer = isAsked ? await offerOf(kind) : undefined
  const missing = typeof offer === 'object' ? missingIn(needs, offer) : undefined
  const { reason = 'the options ask for it' } = options
  if (missing === undefined) return { kind, reason }
  throw new ConfigError(
    `Cannot open a ${kind} sandbox for this task: it has ${missing} (choose another kind)`,
  )
}

type ChoiceListener = (choice: SandboxChoice) => void
const listeners = new Set<ChoiceListener>()

/** Calls the listener for each different choice that sandboxes are opened by; returns how to stop that. */
export function onSandboxChosen(listener: ChoiceListener): () => void {
  const seen = new Set<string>()
  const once = (choice: SandboxChoice) => {
    const key = JSON.stringify(choice)
    if (!seen.has(key)) listener(choice)
    seen.add(key)
  }
  listeners.add(once)
  return () => listeners.delete(once)
}

/** Opens a place to run an agent's code in. The caller closes it. */
export async function openSandbox(options: OpenSandboxOptions = {}): Promise<Sandbox> {
  return sandboxSource.current()?.open(options, open) ?? open(options)
}

async function open(options: OpenSandboxOptions): Promise<Sandbox> {
  options.signal?.throwIfAborted()
  const choice = await choose(options)
  const module = await load(choice.kind)
  options.signal?.throwIfAborted()
  const sandbox = await module.open(options)
  for (const listener of listeners) listener(choice)
  return sandbox
}

function assertKnown(kind: string): void {
  if (Object.hasOwn(kinds, kind)) return
  throw new ConfigError(
    `Cannot open a sandbox: there is no kind '${kind}' (use auto, ${sandboxKinds.join(', ')})`,
  )
}

/** Ends all machinery at once (worker threads, containers, folders); open sandboxes fail. */
export function closeSandboxes(): void {
  offers.clear()
  for (const module of loaded.values()) module.end()
}
