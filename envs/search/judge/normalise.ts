/**
 * An answer as answers are compared: lower case, without punctuation, articles and repeated white space
 * (Rajpurkar et al. 2016, SQuAD, arXiv 1606.05250). Letters of every script and marks on letters
 * stay; compatibility forms (wide letters, ligatures) are made plain first.
 */
export const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}]+/gu, '')
    .replace(/(?<![\p{L}\p{M}\p{N}])(?:a|an|the)(?![\p{L}\p{M}\p{N}])/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ')

/** The words that are compared. */
export const wordsOf = (text: string): readonly string[] => {
  const normal = normalise(text)
  return normal === '' ? [] : normal.split(' ')
}

/** Whether a name stands in a text as whole words; both are normalised already. */
export const mentions = (normalText: string, normalName: string): boolean =>
  normalName !== '' && ` ${normalText} `.includes(` ${normalName} `)
