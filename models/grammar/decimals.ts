/** `mantissa / 10 ** scale`, exactly. */
export interface Decimal {
  readonly mantissa: bigint
  readonly scale: number
}

/** The shortest decimal that reads back as the number. */
export function decimalOf(value: number): Decimal {
  const [digits = '', exponent = '0'] = String(value).split('e')
  const [whole = '', fraction = ''] = digits.split('.')
  const mantissa = BigInt(whole + fraction)
  const scale = fraction.length - Number(exponent)
  return scale < 0 ? { mantissa: mantissa * 10n ** BigInt(-scale), scale: 0 } : { mantissa, scale }
}

/** `value * 10 ** scale`, rounded up or down. */
export function scaled(value: Decimal, scale: number, round: 'up' | 'down'): bigint {
  if (scale >= value.scale) return value.mantissa * 10n ** BigInt(scale - value.scale)
  const by = 10n ** BigInt(value.scale - scale)
  // Division drops the fraction: it rounds towards zero.
  const quotient = value.mantissa / by
  const rest = value.mantissa % by
  if (round === 'up') return rest > 0n ? quotient + 1n : quotient
  return rest < 0n ? quotient - 1n : quotient
}
