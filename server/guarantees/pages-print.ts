import { partyWords } from '../arrangements/arrangement.ts'
import { coverRuleWords } from '../arrangements/index.ts'
import { showChinese } from '../money/chinese.ts'
import { showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import { dayOf } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import { termFee } from './fee.ts'
import { inOrder, roomsTable } from './pages.ts'
import type { Counter, Guarantee, Share } from './rows.ts'
import type { namesOf } from './rows-lists.ts'

type Names = Awaited<ReturnType<typeof namesOf>>

/** 保函: what the guarantor promises the bank, with everybody's share as fixed that day. */
export function letterPage(
  w: Words,
  guarantee: Guarantee,
  names: Names,
  shares: readonly Share[],
  coverMonths: number,
) {
  const { amountFen, terms, letterNumber, signedOn, months } = guarantee
  return {
    title: w('guarantees.letter-title', { number: letterNumber ?? '' }),
    running: letterNumber ?? '',
    backHref: `/guarantees/${guarantee.id}`,
    to: w('guarantees.letter-to', { bank: names.bank }),
    paragraphs: [
      w('guarantees.letter-sum', {
        ...{ firm: names.firm, yuan: showYuan(amountFen), chinese: showChinese(amountFen), months },
      }),
      w(`guarantees.letter-base-${terms.base.normalInterest ? 'interest' : 'principal'}`),
      w('guarantees.letter-cover', { months: coverMonths }),
      w('guarantees.letter-shares', { name: terms.name[w.language] }),
    ],
    table: {
      caption: w('guarantees.shares-title'),
      columns: [
        { label: w('guarantees.column.party') },
        { label: w('guarantees.column.share'), kind: 'number' },
        { label: w('guarantees.column.chinese') },
      ],
      rows: inOrder(guarantee, shares).map(({ party, shareFen }) => ({
        cells: [w(partyWords(party)), showYuan(shareFen), showChinese(shareFen)],
      })),
    },
    version: w('guarantees.fixed', { version: guarantee.arrangementVersion ?? '' }),
    by: guarantee.arrangementVersion,
    signed: [
      { label: w('guarantees.fact.guarantor'), value: names.guarantor },
      { label: w('guarantees.signed-on'), value: signedOn ?? '' },
    ],
  }
}

/** 尽调表, as it was when the manager decided. */
export function sheetPage(
  w: Words,
  guarantee: Guarantee,
  names: Names,
  counters: readonly Counter[],
  people: ReadonlyMap<string, string>,
) {
  const { amountFen, feePpm, months, kind, findings, rooms, approvedAt, underwrittenAt } = guarantee
  const nameOf = (id: Guarantee['approvedBy']) => (id ? (people.get(id) ?? '') : '')
  return {
    title: w('guarantees.sheet-print-title', { number: guarantee.number }),
    running: guarantee.number,
    backHref: `/guarantees/${guarantee.id}`,
    facts: [
      { label: w('guarantees.fact.firm'), value: names.firm },
      { label: w('guarantees.fact.bank'), value: names.bank },
      {
        label: w('guarantees.fact.amount'),
        value: w('guarantees.yuan', { yuan: showYuan(amountFen) }),
        note: showChinese(amountFen),
      },
      { label: w('guarantees.fact.months'), value: w('guarantees.months', { months }) },
      { label: w('guarantees.fact.kind'), value: w(`guarantees.kind.${kind}`) },
      ...(feePpm === null
        ? []
        : [
            {
              label: w('guarantees.fact.fee'),
              value: w('guarantees.fee-of', { rate: showPercent(feePpm) }),
              note: w('guarantees.fee-term', { yuan: showYuan(termFee(amountFen, feePpm, months)) }),
            },
          ]),
    ],
    scope: guarantee.scope.map(({ rule, met }) => ({ label: w(coverRuleWords(rule)), met })),
    findings,
    counters: counters.map((one) => ({
      label: w(`guarantees.counter.${one.kind}`),
      value:
        [one.words, one.valueFen === null ? '' : w('guarantees.yuan', { yuan: showYuan(one.valueFen) })]
          .filter(Boolean)
          .join(' · ') || w('guarantees.nothing'),
    })),
    rooms: rooms ? roomsTable(w, rooms) : null,
    signed: [
      {
        label: w('guarantees.underwriter'),
        value: nameOf(guarantee.underwrittenBy),
        note: underwrittenAt ? dayOf(underwrittenAt) : undefined,
      },
      ...(approvedAt
        ? [{ label: w('guarantees.approver'), value: nameOf(guarantee.approvedBy), note: dayOf(approvedAt) }]
        : []),
    ],
  }
}
