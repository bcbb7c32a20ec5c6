import { InterpolationError } from './errors.js';
import { copy, flatten, getPath, isSection, setPath } from './paths.js';

const REFERENCE = /\$\$|\$\{([^{}:]+)(?::([^{}]*))?\}/g;

/** A copy in which every `${path}` is replaced by the value it names. */
export function interpolate(config) {
  const values = new Map();

  function lookUp(path, fallback, chain) {
    const fail = (message) => {
      throw new InterpolationError(message, chain.at(-1));
    };
    const start = chain.indexOf(path);
    if (start !== -1) fail(`${[...chain.slice(start), path].join(' -> ')} is a circle`);
    if (values.has(path)) return values.get(path);
    const value = getPath(config, path, fallback);
    if (value === undefined) fail(`There is no ${path}`);
    if (isSection(value)) fail(`${path} is a section`);
    const filled = fill(value, [...chain, path]);
    if (fallback === undefined) values.set(path, filled);
    return filled;
  }

  function fill(value, chain) {
    if (Array.isArray(value)) return value.map((item) => fill(item, chain));
    if (typeof value !== 'string') return value;
    const [match] = value.matchAll(REFERENCE);
    if (match?.[0] === value && value !== '$$') return copy(lookUp(match[1], match[2], chain));
    return value.replace(REFERENCE, (whole, path, fallback) =>
      whole === '$$' ? '$' : String(lookUp(path, fallback, chain)),
    );
  }

  const result = copy(config);
  for (const [path, value] of flatten(config)) {
    if (!isSection(value)) setPath(result, path, lookUp(path, undefined, []));
  }
  return result;
}
