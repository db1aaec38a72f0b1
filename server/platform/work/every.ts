/**
 * Repeats a piece of work with a pause between its runs, so that it never overlaps itself, and does not keep the
 * process alive. It begins at once, or after `firstSeconds`. What it throws goes to `onFault` and stops nothing. The
 * answer ends it and waits for a run that is under way.
 */
export function every(
  seconds: number,
  work: () => Promise<unknown>,
  onFault: (error: unknown) => void,
  firstSeconds = 0,
): () => Promise<void> {
  let ended = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const turn = async () => {
    try {
      await work()
    } catch (error) {
      onFault(error)
    }
    if (!ended) timer = setTimeout(start, seconds * 1000).unref()
  }
  const start = () => {
    running = turn()
  }
  if (firstSeconds > 0) timer = setTimeout(start, firstSeconds * 1000).unref()
  else start()
  return async () => {
    ended = true
    clearTimeout(timer)
    await running
  }
}
