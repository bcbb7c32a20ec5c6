export { applyPatch } from './apply.js';
export { blame } from './blame.js';
export { commonPairs, diffLines, diffWords, splitLines, splitWords, stats } from './diff.js';
export { PatchError } from './errors.js';
export { History } from './history.js';
export { merge, mergeRegions } from './merge.js';
export { formatPatch, makeHunks, parsePatch, reverse } from './patch.js';
