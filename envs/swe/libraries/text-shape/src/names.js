const SPECIAL = { ß: 'ss', æ: 'ae', ø: 'o', đ: 'd', ł: 'l', '&': ' and ' };
const MARKS = /[\u0300-\u036f]/g;

function plainLetters(text) {
  return text
    .replace(/[ßæøđł&]/g, (char) => SPECIAL[char])
    .normalize('NFD')
    .replace(MARKS, '');
}

/** The words of a text or of an identifier in any case. */
export function words(text) {
  return plainLetters(text)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
}

function capitalize(word) {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

export function camelCase(text) {
  const [first = '', ...rest] = words(text);
  return first.toLowerCase() + rest.map(capitalize).join('');
}

export function snakeCase(text) {
  return words(text)
    .map((word) => word.toLowerCase())
    .join('_');
}

const SMALL = ['a', 'an', 'and', 'at', 'by', 'in', 'of', 'on', 'or', 'the', 'to'];

/** Every word with a capital, except small ones in the middle. */
export function titleCase(text) {
  const parts = words(text);
  return parts
    .map((word, index) => {
      const inside = index > 0 && index < parts.length - 1;
      return inside && SMALL.includes(word.toLowerCase()) ? word.toLowerCase() : capitalize(word);
    })
    .join(' ');
}

/** A name that is safe in a URL or a file system. */
export function slugify(text, options = {}) {
  const { separator = '-', maxLength = Infinity, lower = true } = options;
  const cased = lower ? text.toLowerCase() : text;
  const parts = plainLetters(cased)
    .replace(/['’]/g, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '');

  let slug = parts[0] ?? '';
  for (const part of parts.slice(1)) {
    const longer = slug + separator + part;
    if (longer.length > maxLength) break;
    slug = longer;
  }
  return slug.slice(0, maxLength);
}

/** A slug that is not among the taken ones. */
export function uniqueSlug(text, taken, options = {}) {
  const { separator = '-' } = options;
  const used = new Set(taken);
  const slug = slugify(text, options);
  if (!used.has(slug)) return slug;
  let number = 2;
  while (used.has(slug + separator + number)) number += 1;
  return slug + separator + number;
}
