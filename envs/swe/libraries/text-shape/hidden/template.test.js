import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '../src/index.js';

describe('render: values', () => {
  it('leaves text without tags alone', () => {
    assert.equal(render('a { b } c'), 'a { b } c');
  });

  it('keeps the text around and between tags', () => {
    assert.equal(render('<{{a}}-{{b}}>', { a: 1, b: 2 }), '<1-2>');
  });

  it('writes zero and false', () => {
    assert.equal(render('{{a}} {{b}}', { a: 0, b: false }), '0 false');
  });

  it('writes nothing for a path through a missing value', () => {
    assert.equal(render('[{{a.b.c}}]', { a: {} }), '[]');
    assert.equal(render('[{{a.b}}]', { a: null }), '[]');
  });

  it('does not reach inherited properties', () => {
    assert.equal(render('[{{toString}}{{a.constructor}}]', { a: {} }), '[]');
  });

  it('reports a missing value when asked', () => {
    assert.throws(() => render('{{a.b}}', {}, { missing: 'error' }), {
      name: 'ReferenceError',
      message: 'No value for a.b',
    });
  });

  it('does not report a missing value that has a default', () => {
    assert.equal(render('{{a | default:none}}', {}, { missing: 'error' }), 'none');
  });
});

describe('render: filters', () => {
  it('applies filters from left to right', () => {
    assert.equal(render('[{{a | trim | pad:4}}]', { a: ' x ' }), '[x   ]');
  });

  it('passes arguments to a filter', () => {
    assert.equal(render('{{a | join:+}}', { a: [1, 2] }), '1+2');
    assert.equal(render('{{a | join}}', { a: [1, 2] }), '1, 2');
  });

  it('keeps a value that is not empty with a default', () => {
    assert.equal(render('{{a | default:x}}', { a: 0 }), '0');
    assert.equal(render('{{a | default:x}}', { a: '' }), 'x');
    assert.equal(render('{{a | default:x}}', { a: null }), 'x');
  });

  it('lowers letters', () => {
    assert.equal(render('{{a | lower}}', { a: 'ABC' }), 'abc');
  });

  it('takes filters of the caller', () => {
    const filters = { twice: (value) => value + value };

    assert.equal(render('{{a | twice}}', { a: 'xo' }, { filters }), 'xoxo');
  });

  it('reports an unknown filter', () => {
    assert.throws(() => render('{{a | nope}}', { a: 1 }), { message: 'No filter nope' });
  });
});

describe('render: blocks', () => {
  it('takes an empty list as false', () => {
    assert.equal(render('{{#if a}}some{{else}}none{{/if}}', { a: [] }), 'none');
    assert.equal(render('{{#each a}}x{{else}}none{{/each}}', { a: [] }), 'none');
  });

  it('writes nothing for a false condition without else', () => {
    assert.equal(render('a{{#if no}}b{{/if}}c', {}), 'ac');
  });

  it('gives items their index', () => {
    assert.equal(render('{{#each a}}{{@index}}{{this}} {{/each}}', { a: ['x', 'y'] }), '0x 1y ');
  });

  it('reaches the fields of an item, and outer values', () => {
    const values = { prefix: '#', items: [{ id: 1 }, { id: 2 }] };

    assert.equal(render('{{#each items}}{{prefix}}{{id}}{{/each}}', values), '#1#2');
  });

  it('prefers the field of an item to an outer value', () => {
    assert.equal(render('{{#each a}}{{x}}{{/each}}{{x}}', { x: 'o', a: [{ x: 'i' }] }), 'io');
  });

  it('nests blocks', () => {
    const template = '{{#each rows}}{{#each this}}{{#if this}}{{.}}{{else}}-{{/if}}{{/each}};{{/each}}';

    assert.equal(render(template, { rows: [[1, 0], [2]] }), '1-;2;');
  });

  it('lists items that are null', () => {
    assert.equal(render('{{#each a}}[{{this}}]{{/each}}', { a: [null, 1] }), '[][1]');
  });

  it('reports a closing tag that does not match', () => {
    assert.throws(() => render('{{#if a}}{{/each}}', {}), { message: 'Unexpected {{/each}}' });
    assert.throws(() => render('{{/if}}', {}), { message: 'Unexpected {{/if}}' });
  });

  it('reports an else outside of a block and a second one', () => {
    assert.throws(() => render('{{else}}', {}), { message: 'Unexpected {{else}}' });
    assert.throws(() => render('{{#if a}}{{else}}{{else}}{{/if}}', {}), {
      message: 'Unexpected {{else}}',
    });
  });

  it('says which block is never closed', () => {
    assert.throws(() => render('{{#each a}}', {}), { message: '{{#each}} is never closed' });
  });
});
