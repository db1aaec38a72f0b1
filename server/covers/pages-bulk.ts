import { type Fen, plus, showWan } from '../money/fen.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { Words } from '../platform/web/words.ts'
import { type PolicyRow, policyTitle } from '../policies/index.ts'
import type { CoverRow, LoanToFile } from './rows.ts'

export type Candidate = { readonly loan: LoanToFile; readonly refusal: Refusal | null }

type Shown = {
  readonly codes: readonly string[]
  readonly code: string | null
  readonly candidates: readonly Candidate[]
  readonly names: ReadonlyMap<string, PolicyRow>
}

/** Loans to be filed at once: those that may be are ticked, the others say what stands against them. */
export function bulkPage(w: Words, { codes, code, candidates, names }: Shown) {
  const fine = candidates.filter(({ refusal }) => refusal === null)
  const label = (one: string) => {
    const row = names.get(one)
    return row ? policyTitle(w, row) : one
  }
  return {
    title: w('covers.bulk-title'),
    lead: w('covers.bulk-lead'),
    arrangement: code,
    others: codes
      .filter((one) => one !== code)
      .map((one) => ({ href: `/covers/filing?arrangement=${one}`, label: label(one) })),
    name: code === null ? '' : label(code),
    fine: fine.map(({ loan }) => ({
      ...{ id: loan.id, number: loan.number, firm: loan.firm },
      ...{ sum: showWan(loan.balanceFen), drawnOn: loan.firstDrawnOn ?? '' },
    })),
    barred: candidates.flatMap(({ loan, refusal }) =>
      refusal
        ? [
            {
              cells: [
                { words: loan.number, href: `/loans/${loan.id}/cover/new` },
                loan.firm,
                w.refusal(refusal),
              ],
            },
          ]
        : [],
    ),
    barredTable: {
      caption: w('covers.bulk-barred'),
      columns: ['loan', 'firm', 'why'].map((key) => ({ label: w(`covers.column.${key}`) })),
    },
    nothing: {
      title: w('covers.bulk-none'),
      text: w(code === null ? 'covers.no-arrangement-flash' : 'covers.bulk-none-text'),
    },
  }
}

export type FiledRow = {
  readonly loan: LoanToFile
  readonly refusal: Refusal | null
  readonly cover: CoverRow | null
}

/** What became of each loan of a bulk filing. */
export const filedPage = (w: Words, rows: readonly FiledRow[]) => {
  const filed = rows.flatMap(({ cover }) => cover ?? [])
  const filedFen: Fen = plus(...filed.map((cover) => cover.filedFen))
  return {
    title: w('covers.bulk-done', { count: filed.length, of: rows.length }),
    lead: w('covers.bulk-sum', { wan: showWan(filedFen) }),
    table: {
      caption: w('covers.bulk-result'),
      columns: ['loan', 'firm', 'result'].map((key) => ({ label: w(`covers.column.${key}`) })),
      rows: rows.map(({ loan, refusal, cover }) => ({
        cells: [
          loan.number,
          loan.firm,
          cover
            ? { words: cover.number, href: `/covers/${cover.id}` }
            : { words: refusal ? w.refusal(refusal) : '', tone: 'bad' },
        ],
      })),
    },
  }
}
