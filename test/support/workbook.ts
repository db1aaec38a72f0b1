import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { ZipFile } from 'yazl'
import { writeXlsx } from '../../server/platform/sheets/write.ts'

/** A workbook of one sheet, every cell a text. */
export const workbook = ([header = [], ...rows]: readonly (readonly string[])[]): Promise<Buffer> =>
  writeXlsx([{ name: 'Sheet1', header, rows, widths: header.map(() => 16) }])

const { ZipFile: Zip } = createRequire(import.meta.url)('yazl') as { ZipFile: new () => ZipFile }

/** A zip archive of these entries. */
export async function zipped(entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new Zip()
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const chunks: Buffer[] = []
  zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(zip.outputStream, 'end')
  return Buffer.concat(chunks)
}

/** A workbook whose first sheet is this XML within `<sheetData>`; more entries may be added or put in place. */
export const rawWorkbook = (
  sheetData: string,
  more: Readonly<Record<string, string | Buffer>> = {},
): Promise<Buffer> =>
  zipped({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    'xl/workbook.xml':
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${sheetData}</sheetData></worksheet>`,
    ...more,
  })
