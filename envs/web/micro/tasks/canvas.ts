/** Where the style of the pages puts a canvas, and how large it is. */
export const CANVAS = { left: 40, top: 140, width: 420, height: 320 } as const

export type Point = readonly [number, number]
