export { act } from './act.ts'
export { type Happening, write } from './trail.ts'
