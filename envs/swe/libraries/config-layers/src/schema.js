import { copy, flatten, getPath, setPath } from './paths.js';

const WORDS = { true: true, yes: true, on: true, false: false, no: false, off: false };

const accepts = {
  string: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value),
};

/** The value as the type that is wanted, where its text says as much. */
function coerced(value, type) {
  if (type === 'string' && typeof value !== 'object') return String(value);
  if (typeof value !== 'string' || value.trim() === '') return value;
  if (type === 'number' || type === 'integer') return isNaN(value) ? value : Number(value);
  if (type === 'boolean') return WORDS[value.toLowerCase()] ?? value;
  return type === 'list' ? value.split(',').map((item) => item.trim()) : value;
}

function problemOf(value, { type, min = -Infinity, max = Infinity, oneOf = [value] }) {
  if (!accepts[type](value)) return `is no ${type}`;
  const size = type === 'string' || type === 'list' ? value.length : value;
  if (size < min) return `is below ${min}`;
  if (size > max) return `is above ${max}`;
  return oneOf.includes(value) ? null : `is none of ${oneOf.join(', ')}`;
}

/** The configuration with defaults and right types, and what is wrong with it, by path. */
export function validate(config, schema, { coerce = true, allowUnknown = false } = {}) {
  const checked = copy(config);
  const problems = [];
  for (const [path, rule] of Object.entries(schema)) {
    const given = copy(getPath(config, path, rule.default));
    if (given === undefined && rule.required) problems.push({ path, message: 'is missing' });
    if (given === undefined) continue;
    const value = coerce ? coerced(given, rule.type) : given;
    const message = problemOf(value, rule);
    if (message !== null) problems.push({ path, message });
    setPath(checked, path, value);
  }
  for (const [path] of allowUnknown ? [] : flatten(config)) {
    if (!Object.hasOwn(schema, path)) problems.push({ path, message: 'is unknown' });
  }
  return { config: checked, problems };
}
