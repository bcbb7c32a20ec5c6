import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, stringify } from '../src/index.js';

describe('parse', () => {
  it('puts keys into their section', () => {
    const config = parse('top = 1\n\n[server]\nport = 80\n\n[server.tls]\non = true\n');

    assert.deepEqual(config, { top: 1, server: { port: 80, tls: { on: true } } });
  });

  it('takes a dotted key as a path', () => {
    assert.deepEqual(parse('a.b.c = 1'), { a: { b: { c: 1 } } });
  });

  it('leaves out comments and blank lines', () => {
    assert.deepEqual(parse('# first\n\na = 1 # behind\n  # last'), { a: 1 });
  });

  it('reads a list', () => {
    assert.deepEqual(parse('ports = [80, 443]'), { ports: [80, 443] });
  });

  it('names the line of a key that is set twice', () => {
    assert.throws(() => parse('a = 1\n\na = 2'), { message: 'a is set twice in line 3', line: 3 });
  });
});

describe('stringify', () => {
  it('writes values before sections', () => {
    const text = stringify({ server: { port: 80 }, name: 'demo' });

    assert.equal(text, 'name = "demo"\n\n[server]\nport = 80\n');
  });

  it('gives what parse reads again', () => {
    const config = { a: [1, 'x'], b: { c: { d: true } }, e: 'two\nlines' };

    assert.deepEqual(parse(stringify(config)), config);
  });
});
