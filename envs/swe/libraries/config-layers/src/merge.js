import { copy, isSection } from './paths.js';

const combine = {
  replace: (below, above) => above,
  keep: (below) => below,
  append: (below, above) => [below, above].flat(),
  union: (below, above) => [...new Set([below, above].flat())],
};

/** The rule of a path: its own, or else the first with `*` in place of keys. */
function ruleFor(rules, keys) {
  const fits = (pattern) => {
    const parts = pattern.split('.');
    return parts.length === keys.length && parts.every((part, i) => part === '*' || part === keys[i]);
  };
  const name = rules[keys.join('.')] ?? rules[Object.keys(rules).find(fits)];
  if (name !== undefined && !Object.hasOwn(combine, name)) throw new RangeError(`Unknown rule ${name}`);
  return combine[name];
}

function mergeInto(below, above, rules, path) {
  for (const [key, value] of Object.entries(above)) {
    const keys = [...path, key];
    const rule = ruleFor(rules, keys);
    if (value === null) delete below[key];
    else if (rule === undefined && isSection(value)) {
      if (!isSection(below[key])) below[key] = {};
      mergeInto(below[key], value, rules, keys);
    } else if (rule !== undefined && Object.hasOwn(below, key)) {
      below[key] = copy(rule(below[key], value));
    } else below[key] = copy(value);
  }
}

/** One configuration of several, each above those before it; null takes a key away. */
export function merge(configs, rules = {}) {
  const merged = {};
  for (const config of configs) mergeInto(merged, config, rules, []);
  return merged;
}
