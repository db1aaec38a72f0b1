import { Worker } from 'node:worker_threads'

/** What a piece of work in a thread of its own may take at most. */
export type ThreadBounds = { readonly seconds: number; readonly megabytes: number }

/** The work took longer, or more memory, than it may; or it died. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLost'
}

/**
 * Runs a file of ours in a thread of its own, so that pages stay quick while it works: it finds `data` as `workerData`
 * and posts one answer. Where it takes too long or too much it is ended.
 * @throws ThreadLost
 */
export function inThread<Answer>(entry: URL, data: unknown, bounds: ThreadBounds): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = started(entry, data, bounds)
    const late = setTimeout(() => ended(new ThreadLost('the thread took too long')), bounds.seconds * 1000)
    const ended = (error: Error) => {
      clearTimeout(late)
      void worker.terminate()
      reject(error)
    }
    worker.once('message', (answer: Answer) => {
      clearTimeout(late)
      resolve(answer)
      void worker.terminate()
    })
    worker.once('error', (error) => ended(new ThreadLost(String(error))))
    worker.once('exit', (code) => ended(new ThreadLost(`the thread ended with ${code}`)))
  })
}

/**
 * The same for an answer of many pieces: the thread posts one after another, each when the last was taken, and `null`
 * when it is done, so that never more than one waits, while another is dealt with. Whoever stops taking ends the thread.
 * @throws ThreadLost
 */
export async function* piecesFrom<Piece>(
  entry: URL,
  data: unknown,
  bounds: ThreadBounds,
): AsyncGenerator<Piece, void, undefined> {
  const worker = started(entry, data, bounds)
  const waiting: { take: (piece: Piece | null) => void; lose: (error: Error) => void }[] = []
  const come: (Piece | null)[] = []
  let lost: ThreadLost | null = null
  const lose = (why: string) => {
    lost ??= new ThreadLost(why)
    waiting.shift()?.lose(lost)
  }
  worker.on('message', (piece: Piece | null) => {
    const next = waiting.shift()
    if (next) next.take(piece)
    else come.push(piece)
  })
  worker.once('error', (error) => lose(String(error)))
  worker.once('exit', (code) => lose(`the thread ended with ${code}`))
  const late = setTimeout(() => lose('the thread took too long'), bounds.seconds * 1000)
  try {
    for (;;) {
      const piece = await new Promise<Piece | null>((take, reject) => {
        const [first] = come.splice(0, 1)
        if (first !== undefined) take(first)
        else if (lost) reject(lost)
        else waiting.push({ take, lose: reject })
      })
      if (piece === null) return
      // The thread works on the next while this one is dealt with.
      worker.postMessage('more')
      yield piece
    }
  } finally {
    clearTimeout(late)
    void worker.terminate()
  }
}

/**
 * In `dist` the file bears its name there (see `server/build.mjs`). As TypeScript, Node 20 reads it by a loader, which it does
 * not hand on to the first file of a thread; a newer Node reads it by itself.
 */
function started(entry: URL, workerData: unknown, { megabytes }: ThreadBounds): Worker {
  const options = { workerData, resourceLimits: { maxOldGenerationSizeMb: megabytes } }
  if (import.meta.url.endsWith('.js')) return new Worker(new URL(entry.href.replace(/ts$/, 'js')), options)
  if (!process.execArgv.some((word) => word.includes('tsx'))) return new Worker(entry, options)
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const first = `import(${loader}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}) })`
  return new Worker(first, { ...options, eval: true, execArgv: [] })
}
