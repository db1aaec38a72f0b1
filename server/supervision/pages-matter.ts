import type { Person } from '../accounts/index.ts'
import { dueWords } from '../clocks/index.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { SignedIn } from '../web.ts'
import { standingOf } from './matter.ts'
import { lateCell } from './pages.ts'
import { handShown } from './pages-assignments.ts'
import type { Matter } from './rows.ts'
import type { ShownAssignment, Subject } from './rows-assignments.ts'
import type { Measures } from './rows-measures.ts'

/** The forms of the page, each as it was typed where something is to be mended. */
export type MatterForms = Partial<
  Record<'urge' | 'supervise' | 'answer' | 'answer-order' | 'closing', ShownForm>
>

/** Who of the bureau has it in hand. */
type Hand = { readonly subject: Subject; readonly running: ShownAssignment | null }

/** One late step, as the bureau and the bank see it: what is late, what was done about it, and what is next. */
export function matterPage(
  visit: SignedIn,
  matter: Matter,
  measured: Measures,
  { forms, hand }: { readonly forms: MatterForms; readonly hand: Hand | null },
) {
  const { w, me } = visit
  const { overdue, number } = matter
  const isBank = me.institutionId !== null
  const base = isBank ? '/overdue' : '/bureau/overdue'
  const isOver = overdue.endedAt !== null || standingOf(overdue.step, matter, visit.today).is === 'over'
  return {
    title: w('supervision.matter-title', { number, step: w(`supervision.step.${overdue.step}`) }),
    back: { href: base, label: w(`supervision.${isBank ? 'bank' : 'bureau'}-title`) },
    over: isOver ? w('supervision.over') : null,
    facts: factsOf(visit, matter, isOver),
    caseHref: isBank ? `/applications/${overdue.applicationId}` : null,
    hand: hand && (hand.running || !isOver) ? handShown(w, hand.subject, hand.running) : null,
    steps: stepsOf(visit, measured),
    once: newId(),
    forms: isBank
      ? bankForms(visit, me, matter, measured, forms)
      : bureauForms(visit, matter, measured, forms, isOver),
  }
}

function factsOf(visit: SignedIn, matter: Matter, isOver: boolean) {
  const { w } = visit
  const { overdue } = matter
  const late = lateCell(visit, matter)
  const by = countedBy(matter)
  return [
    { label: w('supervision.column.bank'), value: matter.bank },
    { label: w('supervision.product'), value: matter.product },
    { label: w('supervision.column.officer'), value: matter.officer ?? w('supervision.nobody') },
    {
      ...{ label: w('supervision.due'), value: overdue.dueOn, by: isOver ? [] : by },
      ...(isOver || typeof late === 'string' ? {} : { note: late.words }),
    },
    { label: w('supervision.found'), value: showInstant(overdue.foundAt) },
    {
      label: w('supervision.listed'),
      value: overdue.listedAt
        ? showInstant(overdue.listedAt)
        : w('supervision.lists-on', { day: overdue.listOn }),
      by: overdue.listPolicy,
    },
    ...(overdue.endedAt ? [{ label: w('supervision.ended'), value: showInstant(overdue.endedAt) }] : []),
  ]
}

/** The policies by which the day of the late step was counted. */
function countedBy(matter: Matter) {
  const own: Partial<Record<Matter['overdue']['step'], readonly string[] | null>> = {
    contact: matter.contactDuePolicies,
    report: matter.reportDuePolicies,
    renewal: matter.renewalDuePolicies,
  }
  return own[matter.overdue.step] ?? matter.duePolicies
}

/** Urges, orders and answers in the order of time, newest first. */
function stepsOf({ w }: SignedIn, { urges, supervisions }: Measures) {
  const steps = [
    ...urges.flatMap(({ urge, by }) => [
      { at: urge.urgedAt, what: w('supervision.step-urged', { day: urge.dueOn }), why: urge.words },
      ...(urge.answeredAt
        ? [{ at: urge.answeredAt, what: w('supervision.step-urge-answered'), who: by, why: urge.answer }]
        : []),
    ]),
    ...supervisions.flatMap(({ supervision: order, by }) => {
      const named = { number: order.number, day: order.dueOn }
      return [
        { at: order.openedAt, what: w('supervision.step-supervised', named), why: order.words, tone: 'bad' },
        ...(order.answeredAt
          ? [
              {
                ...{ at: order.answeredAt, what: w('supervision.step-answered', named) },
                ...{ who: by, why: order.answer },
              },
            ]
          : []),
        ...(order.closedAt
          ? [
              {
                ...{ at: order.closedAt, what: w('supervision.step-closed', named) },
                ...{ why: order.closing, tone: 'good' },
              },
            ]
          : []),
      ]
    }),
  ]
  return steps
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
    .map((step) => ({ ...step, at: showInstant(step.at) }))
}

const runningOrder = ({ supervisions }: Measures) =>
  supervisions.find(({ supervision }) => supervision.state !== 'closed')?.supervision

const openUrge = ({ urges }: Measures) => urges.find(({ urge }) => urge.answeredAt === null)?.urge

function formOf({ w }: SignedIn, key: string, action: string, shown: ShownForm, note?: string) {
  return {
    ...{ id: key, action, note: note ?? null, ...shown },
    ...{ title: w(`supervision.form-${key}`), submitLabel: w(`supervision.submit-${key}`) },
  }
}

function bureauForms(
  visit: SignedIn,
  { overdue }: Matter,
  measured: Measures,
  forms: MatterForms,
  isOver: boolean,
) {
  const { me } = visit
  const base = `/bureau/overdue/${overdue.id}`
  const order = runningOrder(measured)
  const isHead = me.role === 'bureau-head'
  return [
    ...(!isOver && !openUrge(measured) && forms.urge
      ? [formOf(visit, 'urge', `${base}/urges`, forms.urge)]
      : []),
    ...(!isOver && isHead && !order && forms.supervise
      ? [formOf(visit, 'supervise', `${base}/supervisions`, forms.supervise)]
      : []),
    ...(isHead && order && forms.closing
      ? [formOf(visit, 'closing', `/bureau/supervisions/${order.id}/closure`, forms.closing, order.number)]
      : []),
  ]
}

function bankForms(
  visit: SignedIn,
  { role }: Pick<Person, 'role'>,
  { overdue }: Matter,
  measured: Measures,
  forms: MatterForms,
) {
  const { w, parts, today } = visit
  const urge = openUrge(measured)
  const order = runningOrder(measured)
  const due = (day: Parameters<typeof dueWords>[2]) => dueWords(w, parts.reference, day, today).words
  return [
    ...(order?.state === 'open' && role === 'bank-manager' && forms['answer-order']
      ? [
          formOf(
            visit,
            'answer-order',
            `/supervisions/${order.id}/answer`,
            forms['answer-order'],
            `${order.number} · ${order.words} · ${due(order.dueOn)}`,
          ),
        ]
      : []),
    ...(urge && forms.answer
      ? [
          formOf(
            visit,
            'answer',
            `/overdue/${overdue.id}/answer`,
            forms.answer,
            `${urge.words} · ${due(urge.dueOn)}`,
          ),
        ]
      : []),
  ]
}
