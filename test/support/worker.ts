import { describe } from 'node:test'
import { pathToFileURL } from 'node:url'

/*
 * A process that runs the test files it is sent by `files.ts`, one after another, each as a suite that bears the
 * file's name; so the program is loaded once a process and not once a file. `verdicts.ts` answers for it.
 */

process.on('message', ({ file }: { readonly file: string | null }) => {
  if (file === null) return process.disconnect()
  // Until the verdict, only the tests keep the process alive: one that waits for nothing ends it, and so fails.
  process.channel?.unref()
  describe(file, () => import(pathToFileURL(file).href))
})

/**
 * What still keeps the process alive after its last test, or after the run itself was ended, is named, and fails. A browser
 * takes some seconds to close on a busy machine.
 */
process.on('disconnect', () => {
  const patience = setTimeout(() => {
    process.stderr.write(`still open after the last test: ${process.getActiveResourcesInfo().join(', ')}\n`)
    process.exit(2)
  }, 20_000)
  patience.unref()
})
