import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '../src/index.js';

describe('render', () => {
  it('follows paths', () => {
    assert.equal(render('{{user.name}}', { user: { name: 'Ada' } }), 'Ada');
  });

  it('applies filters', () => {
    assert.equal(render('{{ name | upper }}', { name: 'ada' }), 'ADA');
  });

  it('chooses between two branches', () => {
    const template = '{{#if ok}}yes{{else}}no{{/if}}';

    assert.equal(render(template, { ok: true }), 'yes');
    assert.equal(render(template, { ok: false }), 'no');
  });

  it('repeats a block for each item', () => {
    assert.equal(render('{{#each items}}[{{this}}]{{/each}}', { items: [1, 2] }), '[1][2]');
  });

  it('writes nothing for a missing value', () => {
    assert.equal(render('<{{ gone }}>', {}), '<>');
  });
});
