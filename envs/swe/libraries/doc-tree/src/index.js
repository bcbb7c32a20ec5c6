export { escapeHtml, isSafeUrl, toHtml } from './html.js';
export { headingsOf, outlineOf, slugOf, Slugger, tableOfContents } from './outline.js';
export { excerpt, toPlainText } from './text.js';
export { findAll, textOf, walk } from './tree.js';
