import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '../src/index.js';

describe('render: values', () => {
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

  it('reports an unknown filter', () => {
    assert.throws(() => render('{{a | nope}}', { a: 1 }), { message: 'No filter nope' });
  });
});

describe('render: blocks', () => {
  it('takes an empty list as false', () => {
    assert.equal(render('{{#if a}}some{{else}}none{{/if}}', { a: [] }), 'none');
    assert.equal(render('{{#each a}}x{{else}}none{{/each}}', { a: [] }), 'none');
  });

  it('gives items their index', () => {
    assert.equal(render('{{#each a}}{{@index}}{{this}} {{/each}}', { a: ['x', 'y'] }), '0x 1y ');
  });

  it('reaches the fields of an item, and outer values', () => {
    const values = { prefix: '#', items: [{ id: 1 }, { id: 2 }] };

    assert.equal(render('{{#each items}}{{prefix}}{{id}}{{/each}}', values), '#1#2');
  });

  it('nests blocks', () => {
    const template = '{{#each rows}}{{#each this}}{{#if this}}{{.}}{{else}}-{{/if}}{{/each}};{{/each}}';

    assert.equal(render(template, { rows: [[1, 0], [2]] }), '1-;2;');
  });

  it('reports an else outside of a block and a second one', () => {
    assert.throws(() => render('{{else}}', {}), { message: 'Unexpected {{else}}' });
    assert.throws(() => render('{{#if a}}{{else}}{{else}}{{/if}}', {}), {
      message: 'Unexpected {{else}}',
    });
  });
});
