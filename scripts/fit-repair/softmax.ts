/** Options of which some are right. */
export interface Choice {
  /** Choices of one group are kept together in cross-validation. */
  readonly group: string
  /** Features that are not 0, by number. */
  readonly rows: readonly { readonly at: Uint16Array; readonly x: Float32Array }[]
  readonly right: readonly boolean[]
}

/** Options in numbers; `names` gets the features that are new. */
export function choiceOf(
  group: string,
  options: readonly {
    readonly features: Readonly<Record<string, number>>
    readonly isRight: boolean
  }[],
  names: Map<string, number>,
): Choice {
  const rows = options.map(({ features }) => {
    const entries = Object.entries(features).filter(([, value]) => value !== 0)
    const at = entries.map(([name]) => {
      const index = names.get(name) ?? names.size
      names.set(name, index)
      return index
    })
    return { at: Uint16Array.from(at), x: Float32Array.from(entries.map(([, value]) => value)) }
  })
  return { group, rows, right: options.map(({ isRight }) => isRight) }
}

const FOLDS = 4
const STEPS = 300
/** Options an agent can try. */
const TRIED = 9

export interface FitOptions {
  /** How many features there are. */
  readonly size: number
  /** Strength of the penalty on squared weights. */
  readonly penalty: number
}

/**
 * Weights of a conditional logit, P(option) = exp(w.x) / sum of exp(w.x'), that make right options
 * likely, with a penalty on squared weights, by Adam.
 */
export function fitWeights(
  choices: readonly Choice[],
  { size, penalty }: FitOptions,
): Float64Array {
  const data = choices.filter(({ right }) => right.includes(true))
  const weights = new Float64Array(size)
  const mean = new Float64Array(size)
  const square = new Float64Array(size)
  for (let step = 1; step <= STEPS; step++) {
    const gradient = new Float64Array(size)
    for (const choice of data) addGradient(choice, weights, gradient)
    const rate = 0.1 * Math.min(1, STEPS / (2 * step))
    for (let i = 0; i < size; i++) {
      const slope = penalty * (weights[i] ?? 0) - (gradient[i] ?? 0)
      mean[i] = 0.9 * (mean[i] ?? 0) + 0.1 * slope
      square[i] = 0.99 * (square[i] ?? 0) + 0.01 * slope * slope
      const direction = (mean[i] ?? 0) / (1 - 0.9 ** step)
      const scale = Math.sqrt((square[i] ?? 0) / (1 - 0.99 ** step)) + 1e-8
      weights[i] = (weights[i] ?? 0) - (rate * direction) / scale
    }
  }
  return weights
}

/** How often a right option is among the first ones, by weights that come from other groups. */
export function crossValidate(
  choices: readonly Choice[],
  options: FitOptions,
): { readonly known: number; readonly first: number } {
  const groups = [...new Set(choices.map(({ group }) => group))].sort()
  const foldOf = ({ group }: Choice) => groups.indexOf(group) % FOLDS
  let known = 0
  let first = 0
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = choices.filter((choice) => foldOf(choice) !== fold)
    const weights = fitWeights(others, options)
    for (const choice of choices.filter((other) => foldOf(other) === fold)) {
      const scored = scoresOf(choice, weights)
        .map((score, i) => ({ score, isRight: choice.right[i] ?? false }))
        .sort((x, y) => y.score - x.score)
      if (scored.some(({ isRight }) => isRight)) known++
      if (scored.slice(0, TRIED).some(({ isRight }) => isRight)) first++
    }
  }
  return { known, first }
}

function scoresOf({ rows }: Choice, weights: Float64Array): readonly number[] {
  return rows.map(({ at, x }) => {
    let score = 0
    for (let j = 0; j < at.length; j++) score += (weights[at[j] ?? 0] ?? 0) * (x[j] ?? 0)
    return score
  })
}

/** Adds what the right options have on average, less what all have. */
function addGradient(choice: Choice, weights: Float64Array, gradient: Float64Array): void {
  const { rows, right } = choice
  const scores = scoresOf(choice, weights)
  const top = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const exps = scores.map((score) => Math.exp(score - top))
  let all = 0
  let good = 0
  for (const [i, exp] of exps.entries()) {
    all += exp
    if (right[i]) good += exp
  }
  for (const [i, exp] of exps.entries()) {
    const change = (right[i] ? exp / good : 0) - exp / all
    const row = rows[i]
    if (!row || Math.abs(change) < 1e-6) continue
    for (let j = 0; j < row.at.length; j++) {
      const at = row.at[j] ?? 0
      gradient[at] = (gradient[at] ?? 0) + change * (row.x[j] ?? 0)
    }
  }
}
