import { parentPort, workerData } from 'node:worker_threads'
import writeWorkbook from 'write-excel-file/node'
import type { WrittenSheet } from './sheet.ts'

/* Writes a workbook; runs in a thread of its own, started by `write.ts`. */

const sheets: readonly WrittenSheet[] = workerData
const text = (value: string) => ({ value, type: String }) as const
const bytes = await writeWorkbook(
  sheets.map(({ name, header, rows, widths }) => ({
    sheet: name,
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
    data: [
      header.map((value) => ({ ...text(value), fontWeight: 'bold', wrap: true }) as const),
      ...rows.map((row) => row.map(text)),
    ],
  })),
).toBuffer()
parentPort?.postMessage(bytes)
