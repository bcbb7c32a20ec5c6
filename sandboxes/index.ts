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
export {
  type DiffFiles,
  type UnifiedDiffOptions,
  unifiedDiff,
} from './virtual/diff/unified-diff.ts'
