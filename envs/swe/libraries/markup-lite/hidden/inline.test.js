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

describe('marks', () => {
  it('reads deleted and strong text', () => {
    assert.equal(show(parseInline('~~a~~ __b__ _c_')), 'deleted(a) strong(b) emphasis(c)');
    assert.equal(show(parseInline('**a*b*c**')), 'strong(aemphasis(b)c)');
  });

  it('has no underscores within words', () => {
    assert.equal(show(parseInline('a_b_c')), 'a_b_c');
    assert.equal(show(parseInline('_a_b')), '_a_b');
    assert.equal(show(parseInline('a*b*c')), 'aemphasis(b)c');
  });

  it('does not look for marks in code', () => {
    assert.equal(show(parseInline('*a `*` b*')), 'emphasis(a code(*) b)');
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

  it('breaks lines at two blanks or a backslash', () => {
    assert.equal(show(parseInline('a  \nb\\\nc \nd')), 'abreak()bbreak()c \nd');
  });

  it('keeps a backslash in front of what is no sign', () => {
    assert.equal(show(parseInline('\\a \\# `\\#`')), '\\a # code(\\#)');
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

  it('reads images, also in links', () => {
    const [link] = parseInline('[![a \\*b](c.png "t")](d)');

    assert.deepEqual(link.children, [{ type: 'image', url: 'c.png', title: 't', alt: 'a *b' }]);
  });

  it('has links in emphasis', () => {
    assert.equal(show(parseInline('**[a](b) <https://c.d>**')), 'strong(link(a) link(https://c.d))');
  });
});
