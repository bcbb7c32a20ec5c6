import { pad } from './table.js';

const TAG = /\{\{\s*(.*?)\s*\}\}/g;

const builtinFilters = {
  upper: (value) => String(value).toUpperCase(),
  lower: (value) => String(value).toLowerCase(),
  trim: (value) => String(value).trim(),
  join: (value, separator = ', ') => value.join(separator),
  default: (value, fallback) => (value === undefined || value === null || value === '' ? fallback : value),
  pad: (value, width) => pad(String(value), Number(width)),
};

function tokenize(template) {
  const tokens = [];
  let end = 0;
  for (const match of template.matchAll(TAG)) {
    if (match.index > end) tokens.push({ type: 'text', text: template.slice(end, match.index) });
    tokens.push(readTag(match[1]));
    end = match.index + match[0].length;
  }
  if (end < template.length) tokens.push({ type: 'text', text: template.slice(end) });
  return tokens;
}

function readTag(body) {
  const block = /^#(if|each)\s+(\S+)$/.exec(body);
  if (block) return { type: block[1], path: block[2] };
  if (body === 'else') return { type: 'else' };
  const close = /^\/(if|each)$/.exec(body);
  if (close) return { type: 'close', name: close[1] };
  const [path, ...filters] = body.split('|').map((part) => part.trim());
  return { type: 'value', path, filters };
}

function parseBlock(tokens, open) {
  const nodes = [];
  const otherwise = [];
  let current = nodes;
  while (tokens.length > 0) {
    const token = tokens.shift();
    if (token.type === 'close') {
      if (open !== token.name) throw new SyntaxError(`Unexpected {{/${token.name}}}`);
      return { nodes, otherwise };
    }
    if (token.type === 'else') {
      if (open === null || current === otherwise) throw new SyntaxError('Unexpected {{else}}');
      current = otherwise;
    } else if (token.type === 'if' || token.type === 'each') {
      current.push({ ...token, ...parseBlock(tokens, token.type) });
    } else {
      current.push(token);
    }
  }
  if (open !== null) throw new SyntaxError(`{{#${open}}} is never closed`);
  return { nodes, otherwise };
}

function lookUp(path, scopes) {
  const [first, ...rest] = path === '.' ? ['this'] : path.split('.');
  const scope = scopes.find((candidate) => Object.hasOwn(candidate, first));
  let value = scope?.[first];
  for (const key of rest) {
    if (value === undefined || value === null) return undefined;
    value = Object.hasOwn(Object(value), key) ? value[key] : undefined;
  }
  return value;
}

function isTruthy(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function itemScope(item, index) {
  const fields = item !== null && typeof item === 'object' ? item : {};
  return { ...fields, this: item, '@index': index };
}

function renderNodes(nodes, scopes, settings) {
  return nodes.map((node) => renderNode(node, scopes, settings)).join('');
}

function renderNode(node, scopes, settings) {
  if (node.type === 'text') return node.text;
  if (node.type === 'value') return renderValue(node, scopes, settings);
  const value = lookUp(node.path, scopes);
  if (!isTruthy(value)) return renderNodes(node.otherwise, scopes, settings);
  if (node.type === 'if') return renderNodes(node.nodes, scopes, settings);
  return value
    .map((item, index) => renderNodes(node.nodes, [itemScope(item, index), ...scopes], settings))
    .join('');
}

function renderValue({ path, filters }, scopes, { filters: known, missing }) {
  let value = lookUp(path, scopes);
  const hasDefault = filters.some((filter) => filter.startsWith('default'));
  if (value === undefined && missing === 'error' && !hasDefault) {
    throw new ReferenceError(`No value for ${path}`);
  }
  for (const filter of filters) {
    const [name, ...args] = filter.split(':');
    if (!Object.hasOwn(known, name)) throw new ReferenceError(`No filter ${name}`);
    value = known[name](value ?? '', ...args);
  }
  return String(value ?? '');
}

/** The template with its tags filled in. */
export function render(template, values = {}, options = {}) {
  const { filters = {}, missing = 'empty' } = options;
  const { nodes } = parseBlock(tokenize(template), null);
  return renderNodes(nodes, [values], { filters: { ...builtinFilters, ...filters }, missing });
}
