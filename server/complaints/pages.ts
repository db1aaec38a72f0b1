import { type TrailRow, timelineSteps } from '../audit/index.ts'
import { dueCell, dueWords } from '../clocks/index.ts'
import { type CasePaper, paperName } from '../documents/index.ts'
import type { Day } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { ServedCase } from '../ratings/index.ts'
import type { ComplaintSide, ComplaintState } from './complaint.ts'
import type { Standing } from './parts.ts'
import type { Complaint, ListedComplaint } from './rows.ts'

const tones: Readonly<Record<ComplaintState, string>> = {
  filed: 'warn',
  'taken-over': 'info',
  answered: 'good',
  withdrawn: 'neutral',
}

const stateShown = (w: Words, state: ComplaintState) => ({
  label: w(`complaints.state.${state}`),
  tone: tones[state],
})

export const newPage = (w: Words, side: ComplaintSide, of: ServedCase, shown: ShownForm) => ({
  title: w('complaints.new-title', { number: of.number }),
  lead: w(`complaints.new-lead-${side}`),
  ...shown,
  // Where no paper lies in the case, nobody is asked to choose one.
  fields: shown.fields.filter(({ name, options }) => name !== 'documents' || hasSome(options)),
  action: `/applications/${of.id}/complaints`,
  back: `/applications/${of.id}`,
  once: newId(),
})

const hasSome = (options: unknown): boolean => Array.isArray(options) && options.length > 0

/** The boxes for the papers that a complaint can rest on. */
export const paperOptions = (w: Words, papers: readonly CasePaper[]) =>
  papers.map(({ id, kind, name }) => ({ value: id as string, label: `${paperName(w, kind)} · ${name}` }))

/** The receipt: the number, what happens next and until when. */
export const receiptPage = (w: Words, reference: Reference, today: Day, complaint: Complaint) => ({
  title: w('complaints.receipt-title'),
  number: complaint.number,
  next: w(`complaints.receipt-next.${complaint.state}`),
  due: complaint.dueOn
    ? w('complaints.receipt-due', {
        day: complaint.dueOn,
        left: dueWords(w, reference, complaint.dueOn, today).words,
      })
    : '',
  dueBy: complaint.duePolicies,
  href: `/complaints/${complaint.id}`,
  caseHref: `/applications/${complaint.applicationId}`,
})

type Listing = {
  readonly side: ComplaintSide | 'bureau'
  readonly view: 'open' | 'all'
  readonly rows: readonly ListedComplaint[]
  readonly pager: Pager
  readonly today: Day
}

/** What a side complained about and was complained of, or what lies before the bureau. */
export function listPage(w: Words, reference: Reference, { side, view, rows, pager, today }: Listing) {
  const isBureau = side === 'bureau'
  const keys = ['number', 'about', ...(isBureau ? ['who'] : ['made']), 'kind', 'state', 'due']
  const views = (['open', 'all'] as const).map((value) => ({ value, label: w(`complaints.view.${value}`) }))
  return {
    title: w('complaints.title'),
    lead: w(`complaints.lead-${side}`),
    filters: isBureau
      ? {
          ...{ action: '/complaints', target: '#complaints' },
          fields: [
            { name: 'view', kind: 'select', label: w('complaints.filter-view'), value: view, options: views },
          ],
        }
      : null,
    table: rows.length
      ? {
          caption: w('complaints.caption'),
          columns: keys.map((key) => ({
            label: w(`complaints.column.${key}`),
            ...(key === 'number' || key === 'about' ? { kind: 'code' } : {}),
          })),
          rows: rows.map((row) => ({ cells: cellsOf(w, reference, side, row, today) })),
        }
      : null,
    pager: { ...pager, target: '#complaints' },
    empty: { title: w('complaints.none-title'), text: w(`complaints.none-${isBureau ? view : side}`) },
  }
}

function cellsOf(
  w: Words,
  reference: Reference,
  side: Listing['side'],
  { complaint, caseNumber, firm, bank, handler }: ListedComplaint,
  today: Day,
) {
  const state = stateShown(w, complaint.state)
  return [
    { words: complaint.number, href: `/complaints/${complaint.id}` },
    { words: caseNumber, note: side === 'bank' ? undefined : bank },
    side === 'bureau'
      ? { words: complaint.side === 'firm' ? firm : bank, note: w(`complaints.side.${complaint.side}`) }
      : w(complaint.side === side ? 'complaints.made-by-us' : 'complaints.made-by-other'),
    w(`complaints.kind.${complaint.kind}`),
    { words: state.label, tone: state.tone, ...(handler && side === 'bureau' ? { note: handler } : {}) },
    dueCell(w, reference, complaint.dueOn, today),
  ]
}

type Shown = {
  readonly complaint: Complaint
  readonly of: ServedCase
  readonly standing: Standing
  readonly handler: string | null
  readonly papers: readonly CasePaper[]
  readonly trail: readonly TrailRow[]
  readonly today: Day
}

/**
 * One complaint. What was said is for the side that said it and the bureau; the other side reads what it is about, how
 * it stands and the bureau's answer, so that nobody needs to fear what he writes.
 */
export function complaintPage(w: Words, reference: Reference, shown: Shown, answer: ShownForm | null) {
  const { complaint, of, standing, handler, papers, trail, today } = shown
  const { id, number, kind, words, state, dueOn, duePolicies, side, version } = complaint
  const due = dueWords(w, reference, dueOn, today)
  const isOpenTo = standing !== 'other'
  const takes = standing === 'bureau' && state === 'filed'
  return {
    title: w('complaints.complaint-title', { number }),
    state: stateShown(w, state),
    step: {
      title: w(`complaints.next.${standing}.${state}-title`),
      text: w(`complaints.next.${standing}.${state}-text`),
      ...(takes
        ? { action: `/complaints/${id}/taking`, once: newId(), version, label: w('complaints.take-over') }
        : {}),
      ...(due.words ? { due: due.words, dueBy: duePolicies } : {}),
      late: due.late,
    },
    facts: [
      { label: w('complaints.column.about'), value: of.number },
      ...(standing === 'bureau'
        ? [
            { label: w('complaints.firm'), value: of.firm },
            { label: w('complaints.bank'), value: of.bank },
          ]
        : []),
      {
        label: w('complaints.column.made'),
        value: w(`complaints.side.${side}`),
        note: showInstant(complaint.filedAt),
      },
      { label: w('complaints.field.kind'), value: w(`complaints.kind.${kind}`) },
      ...(isOpenTo ? [{ label: w('complaints.field.words'), value: words }] : []),
      ...(handler && isOpenTo ? [{ label: w('complaints.handler'), value: handler }] : []),
      ...(complaint.answer && complaint.endedAt
        ? [
            {
              label: w('complaints.field.answer'),
              value: complaint.answer,
              note: showInstant(complaint.endedAt),
            },
          ]
        : []),
    ],
    notYours: standing === 'other' ? w('complaints.words-not-shown') : '',
    papers: isOpenTo ? papersShown(w, id, standing, papers) : [],
    caseHref: standing === 'bureau' ? null : `/applications/${of.id}`,
    answer: answer && { ...answer, action: `/complaints/${id}/answer`, once: newId() },
    withdrawal:
      standing === 'mine' && (state === 'filed' || state === 'taken-over')
        ? { action: `/complaints/${id}/withdrawal`, version, once: newId() }
        : null,
    steps: isOpenTo ? timelineSteps(w, trail) : [],
  }
}

/** The papers by name; the bureau opens them here, a side in its case. */
const papersShown = (w: Words, id: string, standing: Standing, papers: readonly CasePaper[]) =>
  papers.map((paper) => ({
    label: `${paperName(w, paper.kind)} · ${paper.name}`,
    href: standing === 'bureau' ? `/complaints/${id}/papers/${paper.id}` : '',
  }))

/** What the page of a case says of complaints: each with its number and how it stands, and the way to make one. */
export const complaintSection = (
  w: Words,
  reference: Reference,
  side: ComplaintSide,
  found: readonly Complaint[],
  of: ServedCase,
  today: Day,
) => ({
  complaints: found.map(({ id, number, kind, state, side: made, dueOn }) => ({
    ...{ href: `/complaints/${id}`, number, state: stateShown(w, state) },
    words: w(made === side ? 'complaints.section-ours' : 'complaints.section-theirs', {
      kind: w(`complaints.kind.${kind}`),
    }),
    due: dueWords(w, reference, dueOn, today).words,
  })),
  newHref: found.some(({ side: made, dueOn }) => made === side && dueOn)
    ? null
    : `/applications/${of.id}/complaints/new`,
})
