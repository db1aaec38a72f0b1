import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { present } from '../platform/assert.ts'
import { type StressAnswer, type StressTask, stressed } from './stress.ts'

/* Draws the years of a run; in a thread of its own, started by `actions.ts`, so that pages stay quick. */

/** How many years are drawn; at the end what came of them. */
export type DrawingPiece = { readonly drawn: number } | { readonly answer: StressAnswer }

const port = present(parentPort, 'the thread that waits for the answer')

async function say(piece: DrawingPiece | null): Promise<void> {
  const taken = once(port, 'message')
  port.postMessage(piece)
  if (piece) await taken
}

const run = stressed(workerData as StressTask)
for (let step = run.next(); ; step = run.next()) {
  if (step.done) {
    await say({ answer: step.value })
    await say(null)
    break
  }
  await say({ drawn: step.value })
}
