import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diff, interpolate, Layers, merge, validate } from '../src/index.js';

describe('merge', () => {
  it('puts later configurations above earlier ones', () => {
    const merged = merge([{ a: 1, s: { x: 1, y: 1 } }, { s: { y: 2 } }, { a: 3 }]);

    assert.deepEqual(merged, { a: 3, s: { x: 1, y: 2 } });
  });

  it('follows a rule for a path', () => {
    const merged = merge([{ log: { files: ['a'] } }, { log: { files: ['b'] } }], { 'log.files': 'append' });

    assert.deepEqual(merged, { log: { files: ['a', 'b'] } });
  });
});

describe('interpolate', () => {
  it('fills references in', () => {
    const config = { host: 'example.org', url: 'https://${host}:${port}', port: 8443 };

    assert.equal(interpolate(config).url, 'https://example.org:8443');
  });

  it('follows references of references', () => {
    assert.deepEqual(interpolate({ a: '<${b}>', b: '(${c})', c: 'x' }), { a: '<(x)>', b: '(x)', c: 'x' });
  });

  it('reports a circle', () => {
    assert.throws(() => interpolate({ a: '${b}', b: '${a}' }), {
      name: 'InterpolationError',
      message: 'a -> b -> a is a circle (in b)',
    });
  });
});

describe('validate', () => {
  it('fills in defaults', () => {
    const { config, problems } = validate({}, { 'server.port': { type: 'integer', default: 80 } });

    assert.deepEqual(config, { server: { port: 80 } });
    assert.deepEqual(problems, []);
  });

  it('reads numbers out of text', () => {
    assert.deepEqual(validate({ size: '12' }, { size: { type: 'number' } }).config, { size: 12 });
  });

  it('reports a value of another type', () => {
    const { problems } = validate({ size: 'big' }, { size: { type: 'number' } });

    assert.deepEqual(problems, [{ path: 'size', message: 'is no number' }]);
  });

  it('reports what is missing and what is unknown', () => {
    const { problems } = validate({ nmae: 'x' }, { name: { type: 'string', required: true } });

    assert.deepEqual(problems, [
      { path: 'name', message: 'is missing' },
      { path: 'nmae', message: 'is unknown' },
    ]);
  });
});

describe('diff', () => {
  it('lists what was added, removed and changed', () => {
    const changes = diff({ a: 1, s: { x: 1 } }, { s: { x: 2 }, t: true });

    assert.deepEqual(changes, [
      { path: 'a', before: 1, after: undefined },
      { path: 's.x', before: 1, after: 2 },
      { path: 't', before: undefined, after: true },
    ]);
  });
});

describe('Layers', () => {
  it('gives the value of the topmost layer', () => {
    const layers = new Layers().add('defaults', { port: 80, host: 'a' }).add('file', { port: 8080 });

    assert.equal(layers.get('port'), 8080);
    assert.equal(layers.get('host'), 'a');
  });

  it('prefers a value that was set', () => {
    const layers = new Layers().add('file', { port: 8080 });
    layers.set('port', 1);

    assert.equal(layers.get('port'), 1);
  });

  it('tells which layer a value comes from', () => {
    const layers = new Layers().add('defaults', { a: 1, b: 1 }).add('file', { b: 2 });

    assert.equal(layers.originOf('a'), 'defaults');
    assert.equal(layers.originOf('b'), 'file');
  });
});
