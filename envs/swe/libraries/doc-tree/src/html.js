import { headingsOf } from './outline.js';
import { findAll } from './tree.js';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const TAGS = { strong: 'strong', emphasis: 'em', deleted: 'del' };

export function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);
}

/** Whether an address has no scheme or one of those; blanks and control signs do not hide one. */
export function isSafeUrl(url, schemes = ['http', 'https', 'mailto']) {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url.replace(/[\u0000-\u0020]/g, ''));
  return scheme === null || schemes.includes(scheme[1].toLowerCase());
}

function attributes(pairs) {
  return Object.entries(pairs)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeHtml(String(value))}"`)
    .join('');
}

/** HTML of a document. Addresses with other schemes than `schemes` are left out. */
export function toHtml(tree, options = {}) {
  const { schemes, headingIds = false, baseLevel = 1, highlight = escapeHtml } = options;
  const headings = findAll(tree, 'heading');
  const ids = headingIds ? headingsOf(tree).map(({ id }) => id) : [];

  function urlOf(url) {
    return isSafeUrl(url, schemes) ? url : null;
  }

  function inline(node) {
    switch (node.type) {
      case 'text':
        return escapeHtml(node.value);
      case 'code':
        return `<code>${escapeHtml(node.value)}</code>`;
      case 'break':
        return '<br>\n';
      case 'image':
        return `<img${attributes({ src: urlOf(node.url), alt: node.alt, title: node.title })}>`;
      case 'link':
        return `<a${attributes({ href: urlOf(node.url), title: node.title })}>${inlines(node.children)}</a>`;
      default:
        return `<${TAGS[node.type]}>${inlines(node.children)}</${TAGS[node.type]}>`;
    }
  }

  function inlines(nodes) {
    return nodes.map(inline).join('');
  }

  function heading(node) {
    const level = Math.min(node.level + baseLevel - 1, 6);
    const id = ids[headings.indexOf(node)];
    return `<h${level}${attributes({ id })}>${inlines(node.children)}</h${level}>`;
  }

  function codeBlock({ language, value }) {
    const shown = language === null ? escapeHtml(value) : highlight(value, language);
    const name = attributes({ class: language === null ? null : `language-${language}` });
    return `<pre><code${name}>${shown}\n</code></pre>`;
  }

  function item({ checked, children }, isTight) {
    const box = checked === null ? '' : `<input type="checkbox" disabled${checked ? ' checked' : ''}> `;
    const parts = children.map((child) =>
      isTight && child.type === 'paragraph' ? inlines(child.children) : block(child),
    );
    return `<li>${box}${parts.join('\n')}</li>`;
  }

  function list({ ordered, start, tight, items }) {
    const tag = ordered ? 'ol' : 'ul';
    const first = attributes({ start: start === 1 ? null : start });
    const lines = items.map((child) => item(child, tight));
    return `<${tag}${first}>\n${lines.join('\n')}\n</${tag}>`;
  }

  function row(cells, tag, align) {
    const parts = cells.map((cell, index) => {
      const style = align[index] === null ? null : `text-align: ${align[index]}`;
      return `<${tag}${attributes({ style })}>${inlines(cell)}</${tag}>`;
    });
    return `<tr>${parts.join('')}</tr>`;
  }

  function table({ head, rows, align }) {
    const body = rows.map((cells) => `${row(cells, 'td', align)}\n`).join('');
    return `<table>\n${row(head, 'th', align)}\n${body}</table>`;
  }

  function block(node) {
    switch (node.type) {
      case 'heading':
        return heading(node);
      case 'paragraph':
        return `<p>${inlines(node.children)}</p>`;
      case 'rule':
        return '<hr>';
      case 'codeBlock':
        return codeBlock(node);
      case 'quote':
        return `<blockquote>\n${blocks(node.children)}\n</blockquote>`;
      case 'list':
        return list(node);
      default:
        return table(node);
    }
  }

  function blocks(nodes) {
    return nodes.map(block).join('\n');
  }

  return blocks(tree.children);
}
