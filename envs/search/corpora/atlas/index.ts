export { type Atlas, atlasKinds, atlasQuestion, openAtlas, solvePath } from './open-atlas.ts'
export { plantedOf } from './pages/planted.ts'
export type { PageLength } from './world/world.ts'
