/**
 * An answer as answers are compared: lower case, without punctuation, articles and repeated white space
 * (Rajpurkar et al. 2016, SQuAD, arXiv 1606.05250). Letters of every script and marks on letters
 * stay; compatibility forms (wide letters, ligatures) are made plain first.
 */
export const normalise = (text: string): string =>
  tidied(
    withoutSigns(text).replace(/(?<![\p{L}\p{M}\p{N}])(?:a|an|the)(?![\p{L}\p{M}\p{N}])/gu, ' '),
  )

/** The same, but that of an answer of nothing else articles count (`A`, `The The`), and of signs alone the signs. */
export const comparable = (text: string): string =>
  normalise(text) || tidied(withoutSigns(text)) || tidied(plain(text))

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()
const withoutSigns = (text: string): string => plain(text).replace(/[\p{P}\p{S}]+/gu, '')
const tidied = (text: string): string =>
  text
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
