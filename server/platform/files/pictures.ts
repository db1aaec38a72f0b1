/*
 * What a picture says of itself, read from its bytes and without unfolding it: how large it will be on a screen, and
 * whether it is there to its end.
 */

export type PictureSize = { readonly width: number; readonly height: number }

/** Null where the picture is cut short, or is none. Chunks by PNG (ISO/IEC 15948), §5. */
export function pngSize(bytes: Buffer): PictureSize | null {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null
  const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  // Each chunk has its length, its name, its data and four bytes of check sum.
  for (let at = 8; at + 12 <= bytes.length; ) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return size
    at += 12 + bytes.readUInt32BE(at)
  }
  return null
}

const startOfScan = 0xda
const endOfImage = Buffer.from([0xff, 0xd9])
/** Start of frame, whatever the coding; C4, C8 and CC stand among them and mean something else. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Null where the picture is cut short, or is none. Segments by ITU-T T.81, annex B. */
export function jpegSize(bytes: Buffer): PictureSize | null {
  let size: PictureSize | null = null
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (isFrame(marker)) size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    // A camera may write more behind the end, and a small copy of the picture before the scan has an end of its own.
    if (marker === startOfScan) return bytes.lastIndexOf(endOfImage) > at ? size : null
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}
