import type { Day } from '../money/day.ts'
import { type Fen, negative, showYuan } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { meansWords, type RecoveryMeans } from './recovery.ts'
import type { RecoveryPlan, recoveriesOf, reversalsOf, WriteOff, writeOffsIn } from './rows.ts'
import { type Outstanding, outstanding, type WriteOffState, writeOffStateWords } from './write-off.ts'

type Table = object

const tones: Readonly<Record<WriteOffState, string>> = {
  proposed: 'info',
  agreed: 'info',
  approved: 'good',
  rejected: 'neutral',
  withdrawn: 'neutral',
}

const yuan = (w: Words, amount: Fen): string => w('claims.yuan', { amount: showYuan(amount) })
const column = (w: Words, key: string, kind?: 'number' | 'date' | 'code') => ({
  label: w(`recoveries.column.${key}`),
  ...(kind ? { kind } : {}),
})

export type RecoveryForms = Readonly<Partial<Record<'plan' | 'event' | 'writeOff' | 'answer', ShownForm>>>

export type RecoveryShown = {
  readonly guarantee: { readonly id: string; readonly number: string }
  readonly firm: string
  readonly today: Day
  readonly rest: Outstanding
  readonly openCostFen: Fen
  readonly plan: RecoveryPlan | null
  readonly events: Awaited<ReturnType<typeof recoveriesOf>>
  readonly reversals: Awaited<ReturnType<typeof reversalsOf>>
  /** Whether this person may take a recovery back. */
  readonly mayTakeBack: boolean
  readonly writeOffs: readonly WriteOff[]
  /** Who proposed, agreed, approved and said no, by their ids. */
  readonly hands: ReadonlyMap<string, string>
  readonly sharing: Table
  readonly settlements: Table | null
  readonly forms: RecoveryForms
  /** Which approval this person may give to the write-off that is running. */
  readonly approves: { readonly id: WriteOff['id']; readonly how: 'agreement' | 'approval' } | null
  /** The firm sees what it owes, and not what the guarantor means to do about it. */
  readonly isFirm: boolean
}

/** 追偿: what is out under a guarantee, how it is to come back, what came, and what is given up. */
export function recoveryPage(w: Words, shown: RecoveryShown) {
  const { guarantee, firm, rest, openCostFen, plan, events, writeOffs, forms, approves, isFirm } = shown
  const base = `/guarantees/${guarantee.id}/recovery`
  return {
    title: w('recoveries.title', { number: guarantee.number }),
    lead: w(isFirm ? 'recoveries.lead-firm' : 'recoveries.lead', { firm }),
    back: {
      href: `/guarantees/${guarantee.id}`,
      label: w('claims.see-guarantee', { number: guarantee.number }),
    },
    facts: [
      { label: w('recoveries.claimed'), value: yuan(w, rest.claimedFen) },
      { label: w('recoveries.returned'), value: yuan(w, rest.returnedFen) },
      ...(isFirm
        ? []
        : [
            { label: w('recoveries.written-off'), value: yuan(w, rest.writtenOffFen) },
            { label: w('recoveries.open-costs'), value: yuan(w, openCostFen) },
          ]),
      {
        label: w(isFirm ? 'recoveries.you-owe' : 'recoveries.rest'),
        value: yuan(w, isFirm ? outstanding({ ...rest, writtenOffFen: 0 as Fen }) : outstanding(rest)),
        note: w(isFirm ? 'recoveries.you-owe-note' : 'recoveries.rest-note'),
      },
    ],
    sharing: isFirm ? null : shown.sharing,
    settlements: isFirm ? null : shown.settlements,
    plan: isFirm ? null : planShown(w, plan),
    events: events.length ? eventsTable(w, shown) : null,
    writeOffs: !isFirm && writeOffs.length ? writeOffsTable(w, writeOffs, shown.hands) : null,
    approval: approves && approvalShown(w, approves, writeOffs, shown.hands),
    forms: [
      ...formShown(w, forms.event, `${base}/events`, 'event'),
      ...formShown(w, forms.plan, `${base}/plan`, 'plan'),
      ...formShown(w, forms.writeOff, `${base}/write-offs`, 'write-off'),
      ...(approves ? formShown(w, forms.answer, `/write-offs/${approves.id}/rejection`, 'rejection') : []),
    ],
  }
}

/** What is approved, and who stood for it so far: nobody signs for a sum that he has to look for. */
function approvalShown(
  w: Words,
  { id, how }: NonNullable<RecoveryShown['approves']>,
  writeOffs: readonly WriteOff[],
  hands: RecoveryShown['hands'],
) {
  const one = present(
    writeOffs.find((writeOff) => writeOff.id === id),
    'the write-off that waits',
  )
  return {
    title: w(`recoveries.${how}-title`, { number: one.number, yuan: yuan(w, one.amountFen) }),
    text: w('recoveries.approval-text', { why: one.why, hands: handsWords(w, one, hands) }),
    action: `/write-offs/${id}/${how}`,
    label: w(`recoveries.${how}`),
    once: newId(),
  }
}

/** Who proposed it, agreed, approved or said no, in that order. */
const handsWords = (w: Words, one: WriteOff, hands: RecoveryShown['hands']): string =>
  (
    [
      ['proposed', one.proposedBy],
      ['agreed', one.agreedBy],
      ['approved', one.approvedBy],
      ['rejected', one.endedBy],
    ] as const
  )
    .flatMap(([what, id]) => (id ? [w(`recoveries.hand-${what}`, { name: hands.get(id) ?? '' })] : []))
    .join(w('claims.comma'))

const formShown = (w: Words, found: ShownForm | undefined, action: string, name: string) =>
  found
    ? [
        {
          ...{
            ...found,
            action,
            title: w(`recoveries.${name}-title`),
            submitLabel: w(`recoveries.${name}-submit`),
          },
          ...{ once: newId(), formId: `form-${name}` },
        },
      ]
    : []

function planShown(w: Words, plan: RecoveryPlan | null) {
  if (!plan) return null
  return [
    {
      label: w('recoveries.field.means'),
      value: plan.means.map((one) => w(meansWords(one as RecoveryMeans))).join(w('claims.comma')),
    },
    { label: w('recoveries.field.expectedFen'), value: yuan(w, plan.expectedFen) },
    { label: w('recoveries.field.untilOn'), value: plan.untilOn },
    { label: w('recoveries.field.words'), value: plan.words },
  ]
}

/** What came, and below it what was taken back of it: both on their own days. */
const eventsTable = (w: Words, { events, reversals, isFirm, mayTakeBack }: RecoveryShown) => ({
  caption: w('recoveries.events'),
  columns: [
    column(w, 'number', 'code'),
    column(w, 'on', 'date'),
    column(w, 'means'),
    column(w, 'recovered', 'number'),
    ...(isFirm ? [] : [column(w, 'cost', 'number'), column(w, 'who')]),
    ...(mayTakeBack ? [{ ...column(w, 'step'), kind: 'actions' as const }] : []),
  ],
  rows: events.flatMap(({ recovery: one, who }) => {
    const back = reversals.find(({ reversal }) => reversal.recoveryId === one.id)
    const step = { href: `/recoveries/${one.id}/taking-back`, label: w('recoveries.take-back') }
    const came = [
      one.number,
      one.receivedOn,
      { words: w(meansWords(one.means)), ...(isFirm ? {} : { note: one.words }) },
      showYuan(one.recoveredFen),
      ...(isFirm ? [] : [showYuan(one.costFen), who ?? '']),
      ...(mayTakeBack ? [back ? '' : { links: [step] }] : []),
    ]
    if (!back) return [{ cells: came }]
    const { reversal } = back
    const went = [
      one.number,
      reversal.takenBackOn,
      { words: w('recoveries.taken-back'), ...(isFirm ? {} : { note: reversal.why }) },
      showYuan(negative(one.recoveredFen)),
      ...(isFirm ? [] : [showYuan(negative(one.costFen)), back.who ?? '']),
      ...(mayTakeBack ? [''] : []),
    ]
    return [{ cells: came }, { cells: went }]
  }),
})

const writeOffsTable = (w: Words, writeOffs: readonly WriteOff[], hands: RecoveryShown['hands']) => ({
  caption: w('recoveries.write-offs'),
  columns: [
    column(w, 'number', 'code'),
    column(w, 'amount', 'number'),
    column(w, 'state'),
    column(w, 'hands'),
    column(w, 'why'),
  ],
  rows: writeOffs.map((one) => ({
    cells: [
      one.number,
      showYuan(one.amountFen),
      { words: w(writeOffStateWords(one.state)), tone: tones[one.state], note: one.approvedOn ?? undefined },
      handsWords(w, one, hands),
      { words: one.why, note: one.answer ?? undefined },
    ],
  })),
})

/** What waits for the head of the bureau. */
export const waitingPage = (w: Words, rows: Awaited<ReturnType<typeof writeOffsIn>>) => ({
  title: w('recoveries.waiting-title'),
  lead: w('recoveries.waiting-lead'),
  empty: { title: w('recoveries.none-title'), text: w('recoveries.none-text') },
  table: rows.length
    ? {
        caption: w('recoveries.write-offs'),
        columns: [
          column(w, 'number', 'code'),
          column(w, 'firm'),
          column(w, 'amount', 'number'),
          column(w, 'why'),
        ],
        rows: rows.map(({ writeOff: one, number, firm }) => ({
          cells: [
            { words: one.number, href: `/guarantees/${one.guaranteeId}/recovery`, note: number },
            firm,
            showYuan(one.amountFen),
            one.why,
          ],
        })),
      }
    : null,
})
