export { type FilePatch, type Hunk, type ParsedPatch, parsePatch } from './parse.ts'
export { unsafePath } from './path.ts'
export { reversePatch } from './reverse.ts'
export {
  type DroppedFile,
  pathsOf,
  type SplitOptions,
  type SplitPatch,
  splitPatch,
} from './split.ts'
