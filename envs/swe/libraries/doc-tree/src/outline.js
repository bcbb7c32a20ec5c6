import { findAll, textOf } from './tree.js';

/** A name for an address: small letters and digits, joined by hyphens. */
export function slugOf(text, fallback = 'section') {
  const slug = text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return slug === '' ? fallback : slug;
}

/** Gives every text a slug that it has not given before. */
export class Slugger {
  #given = new Set();

  slug(text) {
    const base = slugOf(text);
    let slug = base;
    for (let number = 2; this.#given.has(slug); number += 1) slug = `${base}-${number}`;
    this.#given.add(slug);
    return slug;
  }
}

/** The headings of a document as `{ level, text, id }`. */
export function headingsOf(tree) {
  const slugger = new Slugger();
  return findAll(tree, 'heading').map(({ level, children }) => {
    const text = textOf(children);
    return { level, text, id: slugger.slug(text) };
  });
}

/** The headings as a tree `{ text, id, children }`; a level that is left out makes no step. */
export function outlineOf(tree, { from = 1, to = 6 } = {}) {
  const roots = [];
  const open = [];
  for (const { level, text, id } of headingsOf(tree)) {
    if (level < from || level > to) continue;
    while (open.length > 0 && open.at(-1).level >= level) open.pop();
    const entry = { text, id, children: [] };
    const siblings = open.at(-1)?.entry.children ?? roots;
    siblings.push(entry);
    open.push({ level, entry });
  }
  return roots;
}

function entryLines(entries, indent) {
  return entries.flatMap(({ text, id, children }) => [
    `${indent}- [${text.replace(/[[\]]/g, '\\$&')}](#${id})`,
    ...entryLines(children, `${indent}  `),
  ]);
}

/** A table of contents, itself in markup. */
export function tableOfContents(tree, options = {}) {
  return entryLines(outlineOf(tree, options), '').join('\n');
}
