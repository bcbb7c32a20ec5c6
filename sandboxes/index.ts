export { isOwnerGone, ownerName } from './host/owner-name.ts'
export {
  type BuildImageOptions,
  buildImage,
  type ImageSettings,
  imageFacts,
  pullImage,
} from './images.ts'
export {
  chooseSandbox,
  closeSandboxes,
  type OpenSandboxOptions,
  onSandboxChosen,
  openSandbox,
  type SandboxChoice,
  type SandboxKind,
  sandboxKinds,
} from './open-sandbox.ts'
export { onSandboxProgress, type SandboxProgress } from './progress.ts'
export {
  type ExecOptions,
  type ExecResult,
  type Sandbox,
  type SandboxCapabilities,
  SandboxFileError,
  type SandboxLimits,
  type SandboxNeeds,
  type SandboxSnapshot,
} from './sandbox.ts'
export { type SandboxSource, sandboxSource } from './source.ts'
export {
  type DiffFiles,
  type UnifiedDiffOptions,
  unifiedDiff,
} from './virtual/diff/unified-diff.ts'
