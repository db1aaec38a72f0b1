export { type DueShown, dueCell, dueWords, type ReviewClock, reviewDue, workdaysWords } from './parts.ts'
