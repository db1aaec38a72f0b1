export { act } from './act.ts'
export { actorWords, happeningWords, timelineSteps } from './pages.ts'
export { trailOf } from './rows.ts'
export { type Happening, write } from './trail.ts'
