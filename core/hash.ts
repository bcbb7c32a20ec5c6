import { createHash } from 'node:crypto'
import { canonicalJson } from './json.ts'

/** SHA-256 (first 16 bytes, hex) of canonical JSON: equal data, equal hash, whatever the key order. */
export function hashJson(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 32)
}
