import { parentPort, workerData } from 'node:worker_threads'
import {
  beginText,
  degreesToRadians,
  endText,
  PDFDocument,
  PDFHexString,
  type PDFName,
  type PDFPage,
  type PDFRef,
  PDFString,
  popGraphicsState,
  pushGraphicsState,
  rotateAndSkewTextRadiansAndTranslate,
  StandardFonts,
  setFillingGrayscaleColor,
  setFontAndSize,
  setGraphicsState,
  showText,
} from '@cantoo/pdf-lib'

/*
 * Writes over every page of a PDF who reads it; runs in a thread of its own, started by `mark.ts`. The bytes that come in
 * stay as they are: what goes out is another file.
 */

export type MarkTask = { readonly bytes: Uint8Array; readonly plain: string; readonly words: string }
/** Null where the file cannot be taken apart: it is locked by a password, or unsound within. */
export type MarkAnswer = Uint8Array | null

const size = 11
const slant = degreesToRadians(25)
/** Points between two marks. */
const across = 300
const upward = 150

async function marked({ bytes, plain, words }: MarkTask): Promise<MarkAnswer> {
  try {
    const paper = await PDFDocument.load(bytes, { updateMetadata: false })
    const latin = await paper.embedFont(StandardFonts.Helvetica)
    const faint = paper.context.register(paper.context.obj({ Type: 'ExtGState', ca: 0.28 }))
    const han = hanFont(paper)
    for (const page of paper.getPages()) {
      const write = { latin: page.node.newFontDictionary('Mark', latin.ref), faint }
      const fonts = { ...write, han: page.node.newFontDictionary('Han', han) }
      cover(page, fonts, [
        [fonts.han, PDFHexString.of(hexOf(words))],
        [fonts.latin, latin.encodeText(plain)],
      ])
    }
    return await paper.save({ updateFieldAppearances: false })
  } catch {
    return null
  }
}

type Fonts = { readonly faint: PDFRef }
type Line = readonly [font: PDFName, text: PDFHexString]

/** Both lines again and again, so that no part of a page is left without. */
function cover(page: PDFPage, { faint }: Fonts, lines: readonly Line[]): void {
  const { x, y, width, height } = page.getMediaBox()
  const state = page.node.newExtGState('Mark', faint)
  page.pushOperators(pushGraphicsState(), setGraphicsState(state), setFillingGrayscaleColor(0.25))
  for (let up = 30; up < height; up += upward)
    for (let right = 20 - ((up / upward) % 2) * 60; right < width; right += across)
      lines.forEach(([font, text], at) => {
        const down = at * (size + 3)
        page.pushOperators(
          beginText(),
          setFontAndSize(font, size),
          rotateAndSkewTextRadiansAndTranslate(
            slant,
            0,
            0,
            x + right + down * Math.sin(slant),
            y + up - down,
          ),
          showText(text),
          endText(),
        )
      })
  page.pushOperators(popGraphicsState())
}

/**
 * A Chinese font that every reader of PDF has or has one for (ISO 32000-1, 9.7.5.2, Adobe-GB1), so that none has to travel
 * with the program. A reader without any still shows the line in Latin letters.
 */
function hanFont({ context }: PDFDocument): PDFRef {
  const name = 'STSong-Light'
  const system = { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('GB1'), Supplement: 2 }
  const descriptor = context.register(
    context.obj({
      ...{ Type: 'FontDescriptor', FontName: name, Flags: 6, FontBBox: [-25, -254, 1000, 880] },
      ...{ ItalicAngle: 0, Ascent: 880, Descent: -120, CapHeight: 880, StemV: 93 },
    }),
  )
  const glyphs = context.register(
    context.obj({
      ...{ Type: 'Font', Subtype: 'CIDFontType0', BaseFont: name, DW: 1000, W: [1, 95, 500] },
      ...{ CIDSystemInfo: system, FontDescriptor: descriptor },
    }),
  )
  return context.register(
    context.obj({
      ...{ Type: 'Font', Subtype: 'Type0', BaseFont: `${name}-UniGB-UCS2-H` },
      ...{ Encoding: 'UniGB-UCS2-H', DescendantFonts: [glyphs] },
    }),
  )
}

/** Two bytes a sign, as the encoding wants it; what lies beyond it is left out. */
const hexOf = (text: string): string =>
  [...text]
    .filter((sign) => sign.length === 1)
    .map((sign) => sign.charCodeAt(0).toString(16).padStart(4, '0'))
    .join('')

parentPort?.postMessage(await marked(workerData))
