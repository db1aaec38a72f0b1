import { createHash } from 'node:crypto'
import { type Readable, Transform } from 'node:stream'
import yazl from 'yazl'
import type { Instant } from '../clock.ts'

/*
 * A zip archive that is sent as it is made: files pass through one after the other, and none is ever held as a whole. The
 * same entries at the same time give the same bytes.
 */

/** A name of ours, never one that people typed; `hash` is the SHA-256 of the content in hexadecimal. */
export type Entry = { readonly name: string; readonly hash: string } & (
  | { readonly content: Buffer }
  | { readonly size: number; readonly read: () => Readable }
)

export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

export const written = (name: string, content: Buffer): Entry => ({ name, content, hash: sha256(content) })

/** The sums of all entries, as `sha256sum -c` reads them, themselves an entry. */
export const sumsOf = (entries: readonly Entry[]): Entry =>
  written('SHA256SUMS', Buffer.from(entries.map(({ hash, name }) => `${hash}  ${name}\n`).join('')))

/** A file that is not what its sum says breaks the archive off: a reader finds it cut short, not false. */
export function archive(entries: readonly Entry[], at: Instant): Readable {
  const zip = new yazl.ZipFile()
  const out = zip.outputStream as Readable
  const reading = new Set<Readable>()
  zip.on('error', (error: Error) => out.destroy(error))
  // Whoever leaves in the middle leaves no file open behind him.
  out.once('close', () => {
    for (const one of reading) one.destroy()
  })
  const how = { mtime: new Date(at), mode: 0o100644 }
  for (const entry of entries) {
    if ('content' in entry) zip.addBuffer(entry.content, entry.name, how)
    else {
      const { name, size, read, hash } = entry
      // Papers are packed already; what a version of the packer makes of them again would only differ.
      zip.addReadStreamLazy(name, { ...how, size, compress: false }, (take) => {
        const file = read()
        reading.add(file)
        const proven = file.pipe(proving(hash))
        file.once('error', (error) => proven.destroy(error))
        file.once('close', () => reading.delete(file))
        proven.once('error', (error) => out.destroy(error))
        take(null, proven)
      })
    }
  }
  zip.end()
  return out
}

/** Lets bytes pass, and fails at their end if they were others than the hash says. */
function proving(hash: string): Transform {
  const sum = createHash('sha256')
  return new Transform({
    transform(chunk: Buffer, _, pass) {
      sum.update(chunk)
      pass(null, chunk)
    },
    flush(end) {
      end(sum.digest('hex') === hash ? null : new Error('a stored file is not what its hash says'))
    },
  })
}
