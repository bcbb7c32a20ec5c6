export { type Atlas, atlasKinds, atlasQuestion, openAtlas, solvePath } from './open-atlas.ts'
export { plantedOf } from './pages/planted.ts'
