import { done, type Outcome, refuse } from '../outcome.ts'
import { inThread, ThreadLost } from '../work/thread.ts'
import type { Answer, Task } from './reading.ts'
import type { Sheet, SheetBounds } from './sheet.ts'

/**
 * The first sheet of an xlsx file, read in a thread of its own and within bounds.
 * Refuses: `sheet-not-xlsx` (something else under that name), `sheet-not-readable` (damaged, encrypted, or made to unfold
 * into more than any honest sheet), `sheet-too-large` (it took too much memory or time), `sheet-too-many-rows`.
 */
export async function readXlsx(
  path: string,
  bounds: SheetBounds,
): Promise<Outcome<{ readonly sheet: Sheet }>> {
  try {
    const task: Task = { path, bounds }
    const answer = await inThread<Answer>(new URL('./reading.ts', import.meta.url), task, {
      seconds: 25,
      megabytes: 400,
    })
    if ('sheet' in answer) return done({ sheet: answer.sheet })
    return refuse(answer.fault, { values: { max: bounds.rows, rows: answer.rows ?? 0 } })
  } catch (error) {
    if (error instanceof ThreadLost) return refuse('sheet-too-large')
    throw error
  }
}
