/** Numbers of each row as a share of its largest, from -127 to 127. */
export function quantise(
  rows: Float32Array,
  length: number,
  bytes: Int8Array,
  scales: Float32Array,
): void {
  for (let row = 0; row * length < rows.length; row++) {
    const begin = row * length
    let largest = 0
    for (let at = begin; at < begin + length; at++) {
      largest = Math.max(largest, Math.abs(rows[at] ?? 0))
    }
    scales[row] = largest / 127
    const factor = largest === 0 ? 0 : 127 / largest
    for (let at = begin; at < begin + length; at++) {
      bytes[at] = Math.round((rows[at] ?? 0) * factor)
    }
  }
}
