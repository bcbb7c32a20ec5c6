const MIB_OF: Readonly<Record<string, number>> = {
  '': 1 / 1024 ** 2,
  k: 1 / 1024,
  m: 1,
  g: 1024,
  t: 1024 ** 2,
}

/** MiB of `4G` or `512Mi`; a number is MiB already. */
export function mebibytes(size: string | number): number {
  if (typeof size === 'number') return size
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?$/i.exec(size)
  return Number(match?.[1] ?? 0) * (MIB_OF[(match?.[2] ?? '').toLowerCase()] ?? 1)
}
