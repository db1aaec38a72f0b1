import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { repayments } from '../../db/tables/repayments.ts'
import { mostImportRows } from '../../server/loans/import.ts'
import { readXlsx } from '../../server/platform/sheets/read.ts'
import { xlsxType } from '../../server/platform/sheets/write.ts'
import { speak } from '../../server/platform/web/words.ts'
import { drawn, loanNow, signed } from '../loans/contract.ts'
import { openBrowser } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { workbook } from '../support/workbook.ts'
import { Reader } from './reader.ts'
import { nothingWentWrong } from './steps.ts'

/* A file of twelve repayments of which ten are wrong: tried, its bad rows taken home, mended, and booked. */

const browser = await openBrowser()
const folder = mkdtempSync(join(tmpdir(), 'rongqiao-journey-'))
after(() => browser.close())

const today = '2026-03-10'
const million = 100_000_000

describe('an import with ten bad rows', () => {
  for (const [width, language, goodFirst] of [
    [1440, 'zh', true],
    [390, 'en', false],
  ] as const) {
    test(`${goodFirst ? 'its good rows are booked' : 'nothing of it is booked'}, then the mended list: ${width}, ${language}`, async () => {
      const made = await openTown()
      const { origin } = await openServer(made)
      const loan = await drawn(made, await signed(made), million)
      const w = speak(language)
      const zhou = new Reader(await browser.newPage({ width }), w, origin)
      const columns = ['loan', 'paidOn', 'principal', 'interest', 'reference'] as const
      const header = columns.map((key) => w(`loans.import-column.${key}`))
      const good = [1, 2].map((at) => [loan.number, today, `${at}000.00`, '', `LS-${at}`])
      const bad = [
        ['DK-NONE', today, '1', '', 'LS-11'],
        [loan.number, '2026-03-11', '1', '', 'LS-12'],
        [loan.number, '2026-02-30', '1', '', 'LS-13'],
        [loan.number, today, '一千', '', 'LS-14'],
        [loan.number, today, '-5', '', 'LS-15'],
        [loan.number, today, '0.001', '', 'LS-16'],
        [loan.number, today, '', '', 'LS-17'],
        [loan.number, today, '2000000', '', 'LS-18'],
        [loan.number, today, '7', '', 'LS-1'],
        ['', today, '1', '', 'LS-20'],
      ]
      const send = async (rows: readonly (readonly string[])[], name: string) => {
        await zhou.menu('layout.menu-loans')
        await zhou.follow('loans.imports-title')
        const file = { name, mimeType: xlsxType, buffer: await workbook(rows) }
        await zhou.field('loans.import-choose').setInputFiles(file)
        await zhou.press('loans.import-check')
      }

      await zhou.signIn('zhou')
      await send([header, ...good, ...bad], '三月还款.xlsx')
      await zhou.says('loans.import-outcome.checked', { good: 2, bad: 10 })
      assert.equal(await made.store.read.$count(repayments), 0, 'the dry run books nothing')
      await zhou.sees(w('loans.import-fault.loan-unknown'))
      await zhou.sees(w('loans.import-fault.repeated-in-file', { row: 2 }))

      const [download] = await Promise.all([
        zhou.page.waitForEvent('download'),
        zhou.follow('loans.import-download-xlsx'),
      ])
      const path = join(folder, `${language}.xlsx`)
      await download.saveAs(path)
      const read = await readXlsx(path, { rows: mostImportRows, columns: 20 })
      assert.ok(read.ok)
      const [labels = [], ...list] = read.sheet.rows
      const plain = labels.map((label) => label.replace('*', ''))
      assert.deepEqual(plain, [...header, w('loans.import-column.reason')])
      assert.deepEqual(
        list.map((row) => columns.map((_, at) => row[at] ?? '')),
        bad,
      )
      for (const row of list) assert.ok(row.at(-1), 'each bad row says why')

      if (goodFirst) {
        await zhou.main.getByRole('button', { name: w('loans.import-book-good', { count: 2 }) }).click()
        await zhou.says('loans.import-booked-flash')
      } else {
        await zhou.press('loans.import-give-up')
        await zhou.says('loans.import-given-up-flash')
      }
      assert.equal(await made.store.read.$count(repayments), goodFirst ? 2 : 0)

      const mended = list.map((row, at) => [loan.number, today, '100', '', `LS-${at + 30}`, row.at(-1) ?? ''])
      await send([labels, ...(goodFirst ? [] : good), ...mended], '三月还款-改.xlsx')
      const count = goodFirst ? 10 : 12
      await zhou.says('loans.import-outcome.checked', { good: count, bad: 0 })
      await zhou.main.getByRole('button', { name: w('loans.import-book-all', { count }) }).click()
      await zhou.says('loans.import-booked-flash')
      assert.equal((await loanNow(made, loan)).balanceFen, million - 300_000 - 100_000)
      nothingWentWrong([zhou])
      await zhou.page.context().close()
    })
  }
})
