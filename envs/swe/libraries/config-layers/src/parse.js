import { ConfigSyntaxError } from './errors.js';
import { isSection } from './paths.js';

const BLANKS = /[ \t]*(?:#.*)?\r?/y;
const KEY = /[ \t]*([A-Za-z0-9_-]+)[ \t]*/y;
const TEXT = /"((?:[^"\\\n]|\\.)*)"/y;
const RAW_TEXT = /'([^'\n]*)'/y;
const WORD = /[^\s#,\]]+/y;
const NUMBER = /^[+-]?\d+(?:_\d+)*(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const ESCAPES = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' };

/** The configuration that a text holds. */
export function parse(text) {
  let index = 0;

  function fail(message) {
    throw new ConfigSyntaxError(message, text.slice(0, index).split('\n').length);
  }

  function take(pattern) {
    pattern.lastIndex = index;
    const found = pattern.exec(text);
    if (found !== null) index = pattern.lastIndex;
    return found;
  }

  function accept(char) {
    if (text[index] !== char) return false;
    index += 1;
    return true;
  }

  function skipLines() {
    do take(BLANKS);
    while (accept('\n'));
  }

  function readKeys() {
    const keys = [];
    do {
      const key = take(KEY);
      if (key === null) fail('Expected a key');
      keys.push(key[1]);
    } while (accept('.'));
    return keys;
  }

  function unescape(body) {
    return body.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code, char) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return ESCAPES[char] ?? fail(`Unknown escape \\${char}`);
    });
  }

  function readWord() {
    if (text[index] === '"' || text[index] === "'") fail('Text is never closed');
    const word = take(WORD)?.[0] ?? fail('Expected a value');
    if (word === 'true' || word === 'false') return word === 'true';
    if (!NUMBER.test(word)) fail(`Unknown value ${word}`);
    return Number(word.replaceAll('_', ''));
  }

  function readList() {
    const items = [];
    skipLines();
    while (!accept(']')) {
      if (items.length > 0 && !accept(',')) fail('Expected , or ]');
      skipLines();
      if (accept(']')) break;
      items.push(readValue());
      skipLines();
    }
    return items;
  }

  function readValue() {
    if (accept('[')) return readList();
    const quoted = take(TEXT);
    if (quoted !== null) return unescape(quoted[1]);
    return take(RAW_TEXT)?.[1] ?? readWord();
  }

  function open(section, keys) {
    return keys.reduce((inner, key, at) => {
      if (!Object.hasOwn(inner, key)) inner[key] = {};
      if (!isSection(inner[key])) fail(`${keys.slice(0, at + 1).join('.')} is no section`);
      return inner[key];
    }, section);
  }

  const config = {};
  let section = config;
  skipLines();
  while (index < text.length) {
    if (accept('[')) {
      section = open(config, readKeys());
      if (!accept(']')) fail('Expected ]');
    } else {
      const keys = readKeys();
      const target = open(section, keys.slice(0, -1));
      const key = keys.at(-1);
      if (Object.hasOwn(target, key)) fail(`${keys.join('.')} is set twice`);
      if (take(/=[ \t]*/y) === null) fail('Expected =');
      target[key] = readValue();
    }
    take(BLANKS);
    if (index < text.length && !accept('\n')) fail(`Unexpected ${text[index]}`);
    skipLines();
  }
  return config;
}
