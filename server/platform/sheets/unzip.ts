import { inflateRawSync } from 'node:zlib'

/*
 * A zip archive unfolded in memory and within bounds, before any library sees it: what an archive says of its own sizes
 * is not believed, and every entry counts against one sum (zip bombs).
 */

export type UnzipBounds = { readonly entries: number; readonly bytes: number }

const endMark = 0x06054b50
const entryMark = 0x02014b50
const localMark = 0x04034b50
const longestComment = 0xffff
const encrypted = 1

/** The entries by name; null for what is no sound zip archive, is encrypted, or would unfold past the bounds. */
export function unzipped(archive: Buffer, bounds: UnzipBounds): ReadonlyMap<string, Buffer> | null {
  try {
    return entriesOf(archive, bounds)
  } catch {
    // Offsets that lead past the end, data that is not deflated, more bytes than allowed: all are no archive to us.
    return null
  }
}

function entriesOf(archive: Buffer, bounds: UnzipBounds): ReadonlyMap<string, Buffer> | null {
  const end = endOf(archive)
  if (end === null) return null
  const count = archive.readUInt16LE(end + 10)
  if (count > bounds.entries) return null
  const found = new Map<string, Buffer>()
  let [at, left] = [archive.readUInt32LE(end + 16), bounds.bytes]
  for (let entry = 0; entry < count; entry += 1) {
    if (archive.readUInt32LE(at) !== entryMark || archive.readUInt16LE(at + 8) & encrypted) return null
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      archive.readUInt16LE(at + field),
    ) as [number, number, number]
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    const content = contentOf(archive, at, left)
    // Two entries of one name: which of them counts would depend on who reads.
    if (content === null || found.has(name)) return null
    found.set(name, content)
    left -= content.length
    at += 46 + nameLength + extraLength + commentLength
  }
  return found
}

function endOf(archive: Buffer): number | null {
  for (let at = archive.length - 22; at >= 0 && at >= archive.length - 22 - longestComment; at -= 1)
    if (archive.readUInt32LE(at) === endMark) return at
  return null
}

function contentOf(archive: Buffer, at: number, left: number): Buffer | null {
  const [packed, size, local] = [20, 24, 42].map((field) => archive.readUInt32LE(at + field)) as [
    number,
    number,
    number,
  ]
  if (size > left || archive.readUInt32LE(local) !== localMark) return null
  const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  if (from + packed > archive.length) return null
  const data = archive.subarray(from, from + packed)
  const method = archive.readUInt16LE(at + 10)
  const content =
    method === 0 ? data : method === 8 ? inflateRawSync(data, { maxOutputLength: Math.max(1, left) }) : null
  return content?.length === size ? content : null
}

/** The XML of the first sheet by the workbook's own list; null where there is no workbook. */
export function firstSheet(entries: ReadonlyMap<string, Buffer>): Buffer | null {
  const text = (name: string) => entries.get(name)?.toString('utf8') ?? ''
  const relation = /<(?:\w+:)?sheet\b[^>]*?\br:id="([^"]+)"/.exec(text('xl/workbook.xml'))?.[1]
  if (!relation) return null
  const relations = text('xl/_rels/workbook.xml.rels').match(/<(?:\w+:)?Relationship\b[^>]*>/g) ?? []
  const named = relations.find((one) => one.includes(`Id="${relation}"`))
  const target = /\bTarget="([^"]+)"/.exec(named ?? '')?.[1]
  return target ? (entries.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`) ?? null) : null
}
