/** What a verifier's reward file says; whose fault an invalid one is, `gradeHarbor` tells. */
export type HarborReward =
  | {
      readonly status: 'scored'
      readonly rewards: Readonly<Record<string, number>>
      readonly metrics: Readonly<Record<string, number>>
    }
  | { readonly status: 'invalid'; readonly reason: string }

/** More is no reward file. */
export const MAX_REWARD_BYTES = 1024 ** 2

export interface RewardFiles {
  /** `/logs/verifier/reward.json`, which counts before the other. */
  readonly json: string | undefined
  /** `/logs/verifier/reward.txt`. */
  readonly text: string | undefined
}

/** Reads a verifier's reward: a number, or a map of named numbers in which `reward` makes the rest metrics. */
export function readReward({ json, text }: RewardFiles): HarborReward {
  if (json !== undefined) return fromJson(json)
  if (text === undefined) return invalid('the verifier wrote no reward file')
  const value = Number(text.trim())
  return text.trim() !== '' && text.length <= MAX_REWARD_BYTES && Number.isFinite(value)
    ? { status: 'scored', rewards: { reward: value }, metrics: {} }
    : invalid('reward.txt is not one finite number')
}

function fromJson(json: string): HarborReward {
  if (json.length > MAX_REWARD_BYTES) return invalid('reward.json is larger than 1 MiB')
  let data: unknown
  try {
    data = JSON.parse(json)
  } catch {
    return invalid('reward.json is not valid JSON')
  }
  if (isFiniteNumber(data)) return { status: 'scored', rewards: { reward: data }, metrics: {} }
  const entries =
    typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : []
  const named = entries.filter((entry): entry is [string, number] => isFiniteNumber(entry[1]))
  if (entries.length === 0 || named.length < entries.length) {
    return invalid('reward.json is neither a finite number nor a map of finite numbers')
  }
  const { reward, ...metrics } = Object.fromEntries(named)
  if (reward === undefined) return { status: 'scored', rewards: metrics, metrics: {} }
  return { status: 'scored', rewards: { reward }, metrics }
}

const isFiniteNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value)

const invalid = (reason: string): HarborReward => ({ status: 'invalid', reason })
