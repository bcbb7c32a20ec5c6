/** Equal states have equal hashes: the beginning is enough to see it. */
export function Hash({ hash }: { readonly hash: string | null }) {
  if (hash === null) return null
  return (
    <span class="muted" title={hash}>
      state <code>{hash.slice(0, 8)}</code>
    </span>
  )
}
