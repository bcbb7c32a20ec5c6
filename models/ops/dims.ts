import { ConfigError } from '../../core/index.ts'

/**
 * A size: a number, or a polynomial of symbols in canonical form (`'B*T'`, `'4*S'`, `'B*T+G*P'`), so
 * that two equal sizes are the same string.
 */
export type Dim = number | string
export type Shape = readonly Dim[]

/** Products of symbols (`''` for the constant) to their coefficients. */
type Terms = ReadonlyMap<string, number>

function parse(dim: Dim): Terms {
  if (typeof dim === 'number') return new Map([['', dim]])
  const terms = new Map<string, number>()
  for (const term of dim.split('+')) {
    const factors = term.split('*').map((factor) => factor.trim())
    const numbers = factors.filter((factor) => /^-?\d+$/.test(factor)).map(Number)
    const symbols = factors.filter((factor) => !/^-?\d+$/.test(factor)).sort()
    if (symbols.some((symbol) => !/^[A-Za-z_]\w*$/.test(symbol))) {
      throw new ConfigError(
        `Cannot read the size ${JSON.stringify(dim)}: it is not a sum of products (write it like 4*S or B*T+1)`,
      )
    }
    const key = symbols.join('*')
    terms.set(key, (terms.get(key) ?? 0) + numbers.reduce((a, b) => a * b, 1))
  }
  return terms
}

function format(terms: Terms): Dim {
  const kept = [...terms].filter(([, coefficient]) => coefficient !== 0)
  if (kept.every(([symbols]) => symbols === '')) return kept[0]?.[1] ?? 0
  return kept
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([symbols, coefficient]) => {
      if (symbols === '') return String(coefficient)
      return coefficient === 1 ? symbols : `${coefficient}*${symbols}`
    })
    .join('+')
}

/** The canonical form: equal sizes are equal values. */
export const canonicalDim = (dim: Dim): Dim => format(parse(dim))

export function addDims(...dims: readonly Dim[]): Dim {
  const sum = new Map<string, number>()
  for (const dim of dims) {
    for (const [key, value] of parse(dim)) sum.set(key, (sum.get(key) ?? 0) + value)
  }
  return format(sum)
}

export function multiplyDims(...dims: readonly Dim[]): Dim {
  let product: Terms = new Map([['', 1]])
  for (const dim of dims) {
    const next = new Map<string, number>()
    for (const [a, x] of product) {
      for (const [b, y] of parse(dim)) {
        const key = [...a.split('*'), ...b.split('*')].filter(Boolean).sort().join('*')
        next.set(key, (next.get(key) ?? 0) + x * y)
      }
    }
    product = next
  }
  return format(product)
}

export const subtractDims = (a: Dim, b: Dim): Dim => addDims(a, multiplyDims(-1, b))

/** How many numbers a tensor of this shape holds. */
export const countOf = (shape: Shape): Dim => multiplyDims(...shape)

export type Symbols = Readonly<Record<string, number>>

/** The size where the symbols are known. */
export function evaluateDim(dim: Dim, symbols: Symbols): number {
  if (typeof dim === 'number') return dim
  let sum = 0
  for (const [key, coefficient] of parse(dim)) {
    let value = coefficient
    for (const symbol of key.split('*').filter(Boolean)) {
      const known = symbols[symbol]
      if (known === undefined) {
        throw new ConfigError(
          `Cannot tell the size ${dim}: ${symbol} is not known (give it in the shape of an input)`,
        )
      }
      value *= known
    }
    sum += value
  }
  return sum
}

/** Symbols that a size is made of. */
export const symbolsOf = (dim: Dim): readonly string[] => [
  ...new Set([...parse(dim).keys()].flatMap((key) => key.split('*').filter(Boolean))),
]

/**
 * What the symbols of declared shapes are, where the actual shapes are these. A size of one symbol
 * times a number (`4*S`) defines that symbol; every other is compared.
 */
export function solveSymbols(
  shapes: readonly {
    readonly name: string
    readonly declared: Shape
    readonly actual: readonly number[]
  }[],
): Symbols {
  const symbols: Record<string, number> = {}
  const refuse = (name: string, declared: Shape, actual: readonly number[], why: string): never => {
    throw new ConfigError(
      `Cannot take ${name} of shape [${actual.join(', ')}]: ${why} (it is declared as [${declared.join(', ')}])`,
    )
  }
  for (const { name, declared, actual } of shapes) {
    if (declared.length !== actual.length) {
      refuse(name, declared, actual, `it has ${actual.length} axes, not ${declared.length}`)
    }
    for (const [axis, dim] of declared.entries()) {
      const terms = [...parse(dim)]
      const [only] = terms
      if (terms.length !== 1 || !only || only[0] === '' || only[0].includes('*')) continue
      const [symbol, coefficient] = only
      const size = actual[axis] ?? 0
      if (symbols[symbol] !== undefined) continue
      if (size % coefficient !== 0) {
        refuse(name, declared, actual, `${size} is not a multiple of ${coefficient}`)
      }
      symbols[symbol] = size / coefficient
    }
  }
  for (const { name, declared, actual } of shapes) {
    for (const [axis, dim] of declared.entries()) {
      const expected = evaluateDim(dim, symbols)
      if (expected !== actual[axis]) {
        refuse(name, declared, actual, `axis ${axis} should be ${expected}`)
      }
    }
  }
  return symbols
}
