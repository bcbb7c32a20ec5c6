import { createSlot, type Slot } from '../core/slot.ts'
import type { BuildImageOptions, ImageSettings } from './images.ts'
import type { OpenSandboxOptions, SandboxChoice } from './open-sandbox.ts'
import type { Sandbox } from './sandbox.ts'

/** What this room asks of the machine; each is given how to really do it. */
export interface SandboxSource {
  choose(
    options: OpenSandboxOptions,
    choose: (options: OpenSandboxOptions) => Promise<SandboxChoice>,
  ): Promise<SandboxChoice>
  open(
    options: OpenSandboxOptions,
    open: (options: OpenSandboxOptions) => Promise<Sandbox>,
  ): Promise<Sandbox>
  buildImage(
    options: BuildImageOptions,
    build: (options: BuildImageOptions) => Promise<string>,
  ): Promise<string>
  pullImage(name: string, pull: () => Promise<void>): Promise<void>
  imageFacts(
    name: string,
    facts: () => Promise<ImageSettings | undefined>,
  ): Promise<ImageSettings | undefined>
}

/** Stands between an episode and sandboxes, where it is recorded or replayed. */
export const sandboxSource: Slot<SandboxSource> = createSlot()
