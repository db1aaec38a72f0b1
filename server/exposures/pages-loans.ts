import { showWan } from '../money/fen.ts'
import { yuanCell } from '../platform/web/cells.ts'
import { type Pager, withQuery } from '../platform/web/paging.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import { everybody } from './exposure.ts'
import type { AsOf } from './parts.ts'
import type { ExposedLoan } from './parts-loans.ts'
import type { NameOf } from './parts-names.ts'
import type { Question } from './parts-question.ts'
import type { FigureRow } from './rows-figures.ts'

type Found = {
  readonly day: AsOf
  readonly figure: FigureRow
  readonly rows: readonly ExposedLoan[]
  readonly pager: Pager
  readonly nameOf: NameOf
}

/** One covered loan, to the fen. */
export const loanRow = (
  w: Words,
  { exposure, firm, bank, loanNumber, balanceFen, shareFen }: ExposedLoan,
  nameOf: NameOf,
) => ({
  cells: [
    { words: firm, note: w(`exposures.kind.${exposure.kind}`) },
    ...[bank, loanNumber ?? w('exposures.taken-over')],
    ...[nameOf('scheme', exposure.scheme), exposure.vintage],
    ...[yuanCell(balanceFen), yuanCell(shareFen)],
  ],
})

/** The covered loans behind one figure, to the fen. */
export function loansPage(
  { w, query }: SignedIn,
  { party, by }: Question,
  { day, figure, rows, pager, nameOf }: Found,
) {
  const name = nameOf(by, figure.key)
  return {
    title: w('exposures.loans-title', { what: w(`exposures.dimension.${by}`), name }),
    back: {
      href: withQuery('/bureau/exposure', query, { key: null, page: null }),
      label: w('exposures.title'),
    },
    lead: w(day.on ? 'exposures.loans-lead' : 'exposures.loans-lead-now', {
      ...{ asOf: day.asOf, loans: showCount(figure.loans), wan: showWan(figure.balanceFen) },
      ...{ share: showWan(figure.shareFen) },
    }),
    whose: party === everybody ? null : w('exposures.loans-of', { name: nameOf('party', party) }),
    table: {
      caption: w('exposures.loans-table'),
      columns: [
        { label: w('exposures.firm') },
        { label: w('exposures.bank') },
        { label: w('exposures.number'), kind: 'code' },
        { label: w('exposures.dimension.scheme') },
        { label: w('exposures.dimension.vintage') },
        { label: w('exposures.balance-yuan'), kind: 'number' },
        { label: w('exposures.share-yuan'), kind: 'number' },
      ],
      rows: rows.map((one) => loanRow(w, one, nameOf)),
    },
    pager,
  }
}
