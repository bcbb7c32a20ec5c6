import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseInline } from '../src/index.js';

/** A short form of nodes: `strong(a emphasis(b))`. */
function show(nodes) {
  return nodes
    .map(({ type, value, children }) => (type === 'text' ? value : `${type}(${value ?? show(children ?? [])})`))
    .join('');
}

describe('emphasis', () => {
  it('needs text right inside of the marks', () => {
    assert.equal(show(parseInline('a * b * c')), 'a * b * c');
    assert.equal(show(parseInline('*a *')), '*a *');
    assert.equal(show(parseInline('*a * b*')), 'emphasis(a * b)');
  });

  it('takes marks that nothing closes as text', () => {
    assert.equal(show(parseInline('**a*')), '*emphasis(a)');
    assert.equal(show(parseInline('*a')), '*a');
    assert.equal(show(parseInline('~a~')), '~a~');
    assert.equal(show(parseInline('*a**')), '*a**');
    assert.equal(show(parseInline('a*')), 'a*');
  });
});

describe('code and escapes', () => {
  it('closes code with as many backquotes as opened it', () => {
    assert.deepEqual(parseInline('``a ` b``'), [{ type: 'code', value: 'a ` b' }]);
    assert.deepEqual(parseInline('`a``b`c'), [{ type: 'code', value: 'a``b' }, { type: 'text', value: 'c' }]);
  });

  it('takes one blank off both sides of code', () => {
    assert.deepEqual(parseInline('`  a `'), [{ type: 'code', value: ' a' }]);
    assert.deepEqual(parseInline('` a`'), [{ type: 'code', value: ' a' }]);
    assert.deepEqual(parseInline('`a `'), [{ type: 'code', value: 'a ' }]);
    assert.deepEqual(parseInline('`  `'), [{ type: 'code', value: '  ' }]);
  });

});

describe('links and images', () => {
  it('takes brackets in pairs in a label', () => {
    const nodes = parseInline('[a [b] `]` \\] *c*](d) e');

    assert.equal(show(nodes), 'link(a [b] code(]) ] emphasis(c)) e');
    assert.equal(nodes[0].url, 'd');
  });

  it('has no links in links', () => {
    const [link] = parseInline('[a [b](c) <https://d.e>](f)');

    assert.equal(link.url, 'f');
    assert.deepEqual(link.children, [{ type: 'text', value: 'a [b](c) <https://d.e>' }]);
  });

  it('reads addresses between angles', () => {
    const [web, , mail, other] = parseInline('<https://a.b/c> <mailto:x@y.z> <ftp:a> <https://a b>');

    assert.deepEqual(web, {
      type: 'link', url: 'https://a.b/c', title: null, children: [{ type: 'text', value: 'https://a.b/c' }],
    });
    assert.deepEqual(mail.children, [{ type: 'text', value: 'x@y.z' }]);
    assert.equal(mail.url, 'mailto:x@y.z');
    assert.equal(other.value, ' <ftp:a> <https://a b>');
  });

  it('has links in emphasis', () => {
    assert.equal(show(parseInline('**[a](b) <https://c.d>**')), 'strong(link(a) link(https://c.d))');
  });
});
