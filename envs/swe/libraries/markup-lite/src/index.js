export { MarkupError, parse } from './blocks.js';
export { escapeHtml, isSafeUrl, toHtml } from './html.js';
export { parseInline } from './inline.js';
export { headingsOf, outlineOf, slugOf, Slugger, tableOfContents } from './outline.js';
export { excerpt, findAll, textOf, toPlainText, walk } from './tree.js';
