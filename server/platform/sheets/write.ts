import { inThread } from '../work/thread.ts'
import type { WrittenSheet } from './sheet.ts'

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A workbook of some sheets, as bytes. */
export async function writeXlsx(sheets: readonly WrittenSheet[]): Promise<Buffer> {
  const entry = new URL('./writing.ts', import.meta.url)
  return Buffer.from(await inThread<Uint8Array>(entry, sheets, { seconds: 30, megabytes: 400 }))
}
