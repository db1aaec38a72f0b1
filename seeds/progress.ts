import { Presets, SingleBar } from 'cli-progress'

/** Tells how far a piece of work has come. */
export type Progress = {
  readonly forward: (steps: number) => void
  readonly end: () => void
}

/** A bar where somebody watches, a line for every quarter where the output goes to a file. */
export function progressOf(title: string, steps: number, say: (line: string) => void): Progress {
  if (process.stdout.isTTY) {
    const bar = new SingleBar(
      {
        format: `${title} {bar} {percentage}%`,
        hideCursor: true,
        clearOnComplete: true,
        stream: process.stdout,
      },
      Presets.shades_classic,
    )
    bar.start(steps, 0)
    return { forward: (count) => bar.increment(count), end: () => bar.stop() }
  }
  let [made, told] = [0, 0]
  return {
    forward(count) {
      made += count
      const quarter = Math.floor((made * 4) / steps)
      if (quarter <= told) return
      told = quarter
      say(`${title} ${Math.min(100, quarter * 25)}%`)
    },
    // How many steps there are is an estimate: whoever reads the lines still sees that the last one was done.
    end() {
      if (told < 4) say(`${title} 100%`)
    },
  }
}
