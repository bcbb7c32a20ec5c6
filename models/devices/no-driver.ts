/** What is said where WebGPU finds no adapter. */
export const NO_DRIVER = 'no graphics driver answers'
