import { actorWords } from '../audit/index.ts'
import { showYuan } from '../money/fen.ts'
import { showPercent, showPercentInFull } from '../money/rate.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { CostSheet } from './cost-sheet.ts'
import type { Application, Offer } from './rows.ts'
import type { KeptSheet } from './rows-sheets.ts'

/** 贷款明白纸 for reading: what is lent and what it costs, who gets how much of it, and what happens otherwise. */
export const sheetShown = (w: Words, sheet: CostSheet) => ({
  facts: sheetFacts(w, sheet),
  table: sheetTable(w, sheet),
  terms: [
    w('applications.sheet-penalty', {
      uplift: showPercent(sheet.penaltyUpliftPpm),
      rate: showPercentInFull(sheet.penaltyRatePpm),
    }),
    sheet.earlyFeePpm === 0
      ? w('applications.sheet-early-free')
      : w('applications.sheet-early', { share: showPercent(sheet.earlyFeePpm) }),
    w('applications.sheet-rule'),
    w('applications.sheet-nothing-else'),
  ],
})

function sheetFacts(w: Words, sheet: CostSheet) {
  const yuan = (fen: CostSheet['principalFen']) => w('applications.yuan', { yuan: showYuan(fen) })
  return [
    { label: w('applications.column.bank'), value: sheet.bank },
    {
      label: w('applications.column.product'),
      value: w('applications.sheet-product', { product: sheet.product, version: sheet.productVersion }),
    },
    { label: w('applications.field.amountFen'), value: yuan(sheet.principalFen) },
    { label: w('applications.field.months'), value: w('applications.months', { months: sheet.months }) },
    {
      label: w('applications.yearly-cost'),
      value: w('applications.yearly-cost-simple', { rate: showPercentInFull(sheet.simplePpm) }),
      note: w('applications.yearly-cost-compound', { rate: showPercentInFull(sheet.compoundPpm) }),
    },
    { label: w('applications.field.ratePpm'), value: showPercent(sheet.ratePpm) },
    { label: w('applications.field.method'), value: w(`products.method.${sheet.method}`) },
    {
      label: w('applications.sheet-schedule'),
      value: w('applications.sheet-instalments', {
        count: sheet.instalments,
        first: showYuan(sheet.firstPaymentFen),
        last: showYuan(sheet.lastPaymentFen),
      }),
      note: w('applications.sheet-repaid', { yuan: showYuan(sheet.repaidFen) }),
    },
    { label: w('applications.first-payment'), value: yuan(sheet.firstPaymentFen) },
    { label: w('applications.total-cost'), value: yuan(sheet.totalCostFen) },
    {
      label: w('applications.field.guaranteeMode'),
      value: modeWords(w, sheet.guaranteeMode, sheet.guarantor ?? null),
    },
    { label: w('applications.field.validUntil'), value: sheet.validUntil },
  ]
}

/** What secures the loan, and by whom. */
export function modeWords(w: Words, mode: CostSheet['guaranteeMode'], guarantor: string | null): string {
  const words = w(`products.guarantee-mode.${mode}`)
  return guarantor ? w('applications.mode-by', { mode: words, guarantor }) : words
}

const sheetTable = (w: Words, sheet: CostSheet) => ({
  caption: w('applications.sheet-lines'),
  columns: [
    { label: w('applications.sheet-payee') },
    { label: w('applications.sheet-item') },
    { label: w('applications.sheet-amount'), kind: 'number' },
  ],
  rows: [
    ...sheet.lines.map(({ payee, item, fen }) => ({
      cells: [w(`calculators.payee.${payee}`), w(`calculators.item.${item}`), showYuan(fen)],
    })),
    { cells: [w('applications.total-cost'), '', showYuan(sheet.totalCostFen)] },
  ],
})

type Found = { readonly offer: Offer; readonly application: Application; readonly mayAccept: boolean }

/** `/offers/:id/acceptance`: the sheet, and the owner's confirmation below it. */
export const acceptancePage = (
  w: Words,
  sheet: CostSheet,
  { offer, application, mayAccept }: Found,
  shown: ShownForm,
) => ({
  title: w('applications.acceptance-title', { bank: sheet.bank }),
  lead: w('applications.acceptance-lead', { number: application.number }),
  sheet: sheetShown(w, sheet),
  sheetHref: `/offers/${offer.id}/sheet`,
  ...shown,
  mayAccept,
  action: `/offers/${offer.id}/acceptance`,
  back: `/needs/${offer.needId}/offers`,
  once: newId(),
})

/** `/offers/:id/sheet`, for paper: what was confirmed, by whom and when, and the mark of its content. */
export const sheetPage = (
  w: Words,
  sheet: CostSheet,
  kept: KeptSheet,
  { id, number }: Pick<Application, 'id' | 'number'>,
  side: 'bank' | 'firm',
) => ({
  title: w('applications.sheet-title', { number }),
  backHref: `/applications/${id}`,
  sheet: sheetShown(w, sheet),
  signed: [
    {
      label: w('applications.sheet-by-bank'),
      value: w('applications.sheet-signed', {
        who: actorWords(w, kept.bankConfirmer),
        at: showInstant(kept.bankConfirmedAt),
      }),
    },
    {
      label: w('applications.sheet-by-firm'),
      value: kept.firmConfirmedAt
        ? w('applications.sheet-signed', {
            who: actorWords(w, seenBy(side, kept.firmConfirmer ?? '')),
            at: showInstant(kept.firmConfirmedAt),
          })
        : w('applications.sheet-not-yet'),
    },
    { label: w('applications.sheet-mark'), value: kept.sha256 },
  ],
})

/** To the bank the firm confirmed; the person behind it is nobody's to name. */
const seenBy = (side: 'bank' | 'firm', actor: string): string =>
  side === 'bank' ? actor.split(' · ').slice(1).join(' · ') : actor
