/** Words between a span and the nearest of some places; behind them is nearer than before. */
export function farFrom(text: string, span: string, places: readonly number[]): number {
  const at = text.indexOf(span)
  if (places.length === 0 || at < 0) return 5
  return Math.min(
    ...places.map((place) => {
      const between = text.slice(Math.min(place, at), Math.max(place, at))
      return (
        between.split(/\s+/).length +
        (at < place ? 3 : 0) +
        3 * (between.match(/[,;]/g)?.length ?? 0)
      )
    }),
  )
}
