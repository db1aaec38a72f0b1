import type { Person } from '../accounts/index.ts'
import { partyWords } from '../arrangements/index.ts'
import { type TrailRow, timelineSteps } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import { fen, showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { dueIn, inYuan, settlementTones } from './pages-tables.ts'
import type { ShownSettlement } from './rows-settlements.ts'
import { isOver, payerOf, settlementStateWords } from './settlement.ts'

const column = (w: Words, key: string, kind?: 'number' | 'date' | 'code') => ({
  label: w(`claims.column.${key}`),
  ...(kind ? { kind } : {}),
})

export const nameOf = (
  w: Words,
  { settlement, fromName, toName }: ShownSettlement,
  side: 'from' | 'to',
): string =>
  (side === 'from' ? fromName : toName) ??
  w(partyWords(side === 'from' ? settlement.fromParty : settlement.toParty))

type Sums = { readonly count: number; readonly sum: number; readonly late: number }

export const settlementsPage = (
  w: Words,
  me: Person,
  rows: readonly ShownSettlement[],
  sums: Sums,
  today: Day,
  pager: Pager,
) => ({
  title: w('claims.settlements-title'),
  lead: w('claims.settlements-lead'),
  pager,
  facts: [
    { label: w('claims.open-owed'), value: inYuan(w, fen(sums.sum)) },
    { label: w('claims.open-count'), value: String(sums.count) },
    { label: w('claims.open-late'), value: String(sums.late) },
  ],
  empty: { title: w('claims.no-settlements-title'), text: w('claims.no-settlements-text') },
  table: rows.length
    ? {
        caption: w('claims.settlements'),
        columns: [
          column(w, 'number', 'code'),
          column(w, 'direction'),
          column(w, 'other'),
          column(w, 'firm'),
          column(w, 'amount', 'number'),
          column(w, 'state'),
          column(w, 'due'),
        ],
        rows: rows.map((row) => {
          const { settlement: one, kind, firm } = row
          const owes = one.fromId === me.institutionId
          return {
            cells: [
              { words: one.number, href: `/settlements/${one.id}` },
              { words: w(owes ? 'claims.we-owe' : 'claims.owed-to-us'), note: w(`claims.from-${kind}`) },
              nameOf(w, row, owes ? 'to' : 'from'),
              firm,
              showYuan(one.amountFen),
              { words: w(settlementStateWords(one.state)), tone: settlementTones[one.state] },
              dueIn(w, one, today),
            ],
          }
        }),
      }
    : null,
})

/** One settlement: confirmed by one, paid by another of the payer's people. */
export function settlementPage(
  w: Words,
  me: Person,
  row: ShownSettlement,
  {
    trail,
    today,
    form,
  }: { readonly trail: readonly TrailRow[]; readonly today: Day; readonly form: ShownForm | null },
) {
  const { settlement: one, kind, firm, guaranteeNumber } = row
  const mine = payerOf(one) === me.institutionId
  const key = `claims.settlement-step.${mine ? 'payer' : 'other'}.${one.state}`
  return {
    title: w('claims.settlement-title', { number: one.number }),
    state: { label: w(settlementStateWords(one.state)), tone: settlementTones[one.state] },
    step: isOver(one.state)
      ? null
      : {
          title: w(`${key}-title`),
          text: w(mine && one.state === 'confirmed' && !form ? 'claims.other-person-pays' : `${key}-text`),
          due: w('claims.pay-by', { day: one.dueOn }),
          dueBy: one.ruleVersion,
          late: one.dueOn < today,
          ...(mine && one.state === 'due'
            ? { action: `/settlements/${one.id}/confirmation`, label: w('claims.confirm'), once: newId() }
            : {}),
        },
    facts: [
      { label: w('claims.column.from'), value: nameOf(w, row, 'from') },
      { label: w('claims.column.to'), value: nameOf(w, row, 'to') },
      { label: w('claims.column.amount'), value: inYuan(w, one.amountFen) },
      { label: w('claims.arisen'), value: one.arisenOn, note: w(`claims.from-${kind}`) },
      { label: w('claims.column.firm'), value: firm, note: guaranteeNumber },
      { label: w('claims.column.due'), ...dueFact(dueIn(w, one, today)) },
      ...(one.settledOn
        ? [{ label: w('claims.field.paidOn'), value: one.settledOn, note: one.reference ?? '' }]
        : []),
      ...(one.state === 'taken-back' && one.bookedOn
        ? [{ label: w('claims.taken-back'), value: one.bookedOn, note: w('claims.taken-back-note') }]
        : []),
    ],
    form: form && {
      ...form,
      action: `/settlements/${one.id}/payment`,
      submitLabel: w('claims.settle'),
      once: newId(),
    },
    guarantee: { href: `/guarantees/${one.guaranteeId}/recovery`, label: w('claims.see-recovery') },
    steps: timelineSteps(w, trail),
  }
}

const dueFact = ({ words, note }: { readonly words: string; readonly note?: string }) => ({
  value: note ?? words,
  ...(note ? { note: words } : {}),
})
