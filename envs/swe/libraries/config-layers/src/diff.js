import { flatten } from './paths.js';
import { stringifyValue } from './write.js';

/** What changed from one configuration to another, sorted by path. */
export function diff(before, after) {
  const old = new Map(flatten(before));
  const current = new Map(flatten(after));
  const paths = [...new Set([...old.keys(), ...current.keys()])].sort();
  return paths
    .map((path) => ({ path, before: old.get(path), after: current.get(path) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

/** `+ a.b = 1`, `- a.b = 1` or `~ a.b = 1 -> 2`. */
export function describeChange({ path, before, after }) {
  if (before === undefined) return `+ ${path} = ${stringifyValue(after)}`;
  if (after === undefined) return `- ${path} = ${stringifyValue(before)}`;
  return `~ ${path} = ${stringifyValue(before)} -> ${stringifyValue(after)}`;
}
