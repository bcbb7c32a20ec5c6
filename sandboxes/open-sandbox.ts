import { ConfigError } from '../core/errors.ts'
import type { Sandbox, SandboxLimits } from './sandbox.ts'

export interface OpenSandboxOptions {
  /** `auto` (default) picks the kind that works everywhere: `virtual`. */
  readonly kind?: SandboxKind | undefined
  readonly limits?: Partial<SandboxLimits> | undefined
  /** Files to start with: path (relative to the working directory or absolute) -> contents. */
  readonly files?: Readonly<Record<string, string | Uint8Array>> | undefined
  /** Milliseconds since the epoch at which a simulated clock starts. */
  readonly clockStart?: number | undefined
  /** Real time one exec may take (default 30 s) before it is ended, tried once more, and then fails. */
  readonly watchdogMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

interface SandboxModule {
  open(options: OpenSandboxOptions): Promise<Sandbox>
  /** Ends everything that kind keeps running between sandboxes. */
  end(): void
}

/** One line a kind, loaded when first asked for. */
const kinds = {
  virtual: () =>
    import('./virtual/index.ts').then(({ openVirtual, endWorkers }) => ({
      open: openVirtual,
      end: endWorkers,
    })),
} satisfies Record<string, () => Promise<SandboxModule>>

export type SandboxKind = 'auto' | keyof typeof kinds

/** Names `openSandbox` accepts, beside `auto`. */
export const sandboxKinds = Object.keys(kinds) as readonly (keyof typeof kinds)[]

const loaded = new Map<string, SandboxModule>()

/** Opens a place to run an agent's code in. The caller closes it. */
export async function openSandbox(options: OpenSandboxOptions = {}): Promise<Sandbox> {
  options.signal?.throwIfAborted()
  const kind = options.kind === undefined || options.kind === 'auto' ? 'virtual' : options.kind
  if (!Object.hasOwn(kinds, kind)) {
    throw new ConfigError(
      `Cannot open a sandbox: there is no kind '${kind}' (use auto, ${sandboxKinds.join(', ')})`,
    )
  }
  const module = loaded.get(kind) ?? (await kinds[kind]())
  loaded.set(kind, module)
  options.signal?.throwIfAborted()
  return module.open(options)
}

/** Ends all machinery at once (worker threads, later containers); open sandboxes fail. */
export function closeSandboxes(): void {
  for (const module of loaded.values()) module.end()
}
