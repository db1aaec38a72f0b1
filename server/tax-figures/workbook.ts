import type { TaxFigures } from './figures.ts'

/** One breakdown as lines of a file: sums in yuan with two decimals and no separators, so that a sheet can add them. */
export const plainLine = (label: string, figures: TaxFigures): string[] => [
  label,
  String(figures.approvals),
  plainYuan(figures.approvedFen),
  String(figures.firms),
  plainYuan(figures.drawnFen),
  String(figures.badLoans),
  plainYuan(figures.badFen),
]

const plainYuan = (amountFen: number): string =>
  `${Math.floor(amountFen / 100)}.${String(amountFen % 100).padStart(2, '0')}`
