import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { type UnzipBounds, unzipped } from '../sheets/unzip.ts'

/* Says whether a zip archive is a workbook; runs in a thread of its own, started by `recognise.ts`. */

export type WorkbookTask = { readonly path: string; readonly bounds: UnzipBounds }
export type WorkbookAnswer = 'workbook' | 'unsound' | 'something-else'

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'

function looked({ path, bounds }: WorkbookTask): WorkbookAnswer {
  const entries = unzipped(readFileSync(path), bounds)
  if (!entries) return 'unsound'
  const types = entries.get('[Content_Types].xml')?.toString('utf8') ?? ''
  // A workbook with macros has a type of its own, and is none of those that we take.
  const isWorkbook = types.includes(workbookType) && entries.has('xl/workbook.xml')
  return isWorkbook && !entries.has('xl/vbaProject.bin') ? 'workbook' : 'something-else'
}

parentPort?.postMessage(looked(workerData))
