export { camelCase, slugify, snakeCase, titleCase, uniqueSlug, words } from './names.js';
export { list, plural } from './phrases.js';
export { pad, table } from './table.js';
export { render } from './template.js';
export { truncate, wrap } from './wrap.js';
