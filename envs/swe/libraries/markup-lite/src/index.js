export { MarkupError, parse } from './blocks.js';
export { parseInline } from './inline.js';
