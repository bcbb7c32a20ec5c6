import { isSection } from './paths.js';

const ESCAPED = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

/** A value as it stands in a file. */
export function stringifyValue(value) {
  if (Array.isArray(value)) return `[${value.map(stringifyValue).join(', ')}]`;
  if (typeof value === 'string') return `"${value.replace(/[\n\t\r"\\]/g, (char) => ESCAPED[char])}"`;
  if (typeof value === 'boolean' || Number.isFinite(value)) return String(value);
  throw new TypeError(`Cannot write ${value}`);
}

function blocksOf(config, above) {
  const entries = Object.entries(config);
  const values = entries.filter(([, value]) => !isSection(value));
  const lines = values.map(([key, value]) => `${key} = ${stringifyValue(value)}`);
  if (above.length > 0 && (lines.length > 0 || entries.length === 0)) lines.unshift(`[${above.join('.')}]`);
  const inner = entries.filter(([, value]) => isSection(value));
  const blocks = inner.flatMap(([key, value]) => blocksOf(value, [...above, key]));
  return lines.length > 0 ? [lines.join('\n'), ...blocks] : blocks;
}

/** The text of a configuration: values before sections, and a blank line before each section. */
export function stringify(config) {
  return blocksOf(config, []).map((block) => `${block}\n`).join('\n');
}
