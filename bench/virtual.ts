import { benchSteps } from './steps.ts'
export const benchVirtual = benchSteps
