import { after, describe, test } from 'node:test'
import { firmOf } from '../../server/enterprises/index.ts'
import { present } from '../../server/platform/assert.ts'
import { csv } from '../../server/platform/csv.ts'
import { speak } from '../../server/platform/web/words.ts'
import { templateHeader } from '../../server/tax-facts/workbooks.ts'
import { openBrowser } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'
import { nothingWentWrong } from './steps.ts'

/* A file of the tax bureau with bad rows: its good rows are taken over, the firm reads them, and all is taken back. */

const browser = await openBrowser()
after(() => browser.close())

describe('a file of the tax bureau', () => {
  for (const [width, language] of [
    [1440, 'zh'],
    [390, 'en'],
  ] as const) {
    test(`with bad rows, read by the firm and taken back: ${width}, ${language}`, async () => {
      const made = await openTown()
      const { origin } = await openServer(made)
      const w = speak(language)
      const lin = present(await firmOf(made.store.read, made.cast.enterpriseIds.linFirm), 'the firm of Lin')
      const lu = new Reader(await browser.newPage({ width }), w, origin)
      const owner = new Reader(await browser.newPage({ width }), w, origin)
      const row = (code: string, grade: string) => {
        const stated = [code, '', '2024', grade, '2025-04-20', w('tax-facts.reason.annual')]
        return [...stated, '0', w('tax-facts.no').split(' ')[0] ?? '', '2026-01-31', '250000']
      }
      const rows = [
        templateHeader(w, 2025).slice(0, 10),
        row(lin.uscc, 'C'),
        row(lin.uscc, 'E'),
        row('9134', 'A'),
      ]
      const file = { name: 'tax.csv', mimeType: 'text/csv', buffer: Buffer.from(csv(rows)) }

      await lu.signIn('lu')
      await lu.menu('layout.menu-tax-imports')
      await lu.field('tax-facts.import-choose').setInputFiles(file)
      await lu.press('tax-facts.import-check')
      await lu.says('tax-facts.import-outcome.checked', { good: 1, bad: 2 })
      await lu.sees(w('tax-facts.fault.no-such-grade'))
      await lu.sees(w('tax-facts.fault.code-length'))
      await lu.main.getByRole('button', { name: w('tax-facts.import-book-good', { count: 1 }) }).click()
      await lu.says('tax-facts.import-booked-flash')

      await owner.signIn('lin')
      await owner.menu('layout.menu-tax-facts')
      await owner.sees(w('enterprises.tax-grade.C'))
      await owner.sees('250,000.00')

      await lu.follow('tax-facts.import-reverse')
      await lu.type('tax-facts.field.why', 'The tax bureau wrote that the file was wrong.')
      await lu.press('tax-facts.import-reverse')
      await lu.says('tax-facts.import-reversed-flash')
      await owner.menu('layout.menu-tax-facts')
      await owner.sees(w('tax-facts.source.declared'))
      nothingWentWrong([lu, owner])
    })
  }
})
