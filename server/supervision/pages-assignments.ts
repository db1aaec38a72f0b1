import { arrangementCalled } from '../arrangements/index.ts'
import { dueCell } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import { dayOf, showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { type AsOf, leadAsOf } from '../platform/web/as-of.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Pager, withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import { type AssignmentState, assignmentSubjects, isLate, type Tally } from './assignment.ts'
import { type QuarterTally, subjectHref } from './parts-assignments.ts'
import { assignmentStandings, type ShownAssignment, type Subject } from './rows-assignments.ts'

const base = '/bureau/assignments'

/** What the list asks: the values as they were chosen, empty for all. */
export type AssignmentsChosen = {
  readonly standing: string
  readonly kind: string
  readonly person: string
  readonly bank: string
  /** A day that is over; empty for now. */
  readonly on: string
}

type Named = { readonly id: string; readonly name: string }
type Listing = {
  readonly asOf: AsOf
  readonly chosen: AssignmentsChosen
  readonly rows: readonly ShownAssignment[]
  readonly pager: Pager
  readonly people: readonly Named[]
  readonly banks: readonly Named[]
  readonly quarters: readonly QuarterTally[]
}

/** What an assignment is about; an arrangement by its name in the reader's language. */
const aboutOf = ({ w, parts, today }: SignedIn, { assignment }: ShownAssignment): string =>
  arrangementCalled(parts.policies, w.language, assignment.about, today)

const tones = { assigned: 'warn', answered: 'info', closed: 'good' } as const satisfies Record<
  AssignmentState,
  string
>

/** What is in whose hands, what runs first by its day; and what became of what was opened, by quarter. */
export function assignmentsPage(visit: SignedIn, listing: Listing) {
  const { w } = visit
  const active = chips(visit, listing)
  return {
    title: w('supervision.assignments-title'),
    lead: leadAsOf(w, listing.asOf, w('supervision.assignments-lead'), 'supervision.assignments-on'),
    filters: {
      ...{ action: base, fields: filterFields(w, listing), active, clearHref: base, target: '#assignments' },
    },
    table: listing.rows.length ? tableOf(visit, listing.rows, listing.asOf.on) : null,
    pager: { ...listing.pager, target: '#assignments' },
    empty: {
      title: w(`supervision.assignments-${active.length ? 'none-found' : 'none'}`),
      text: w(`supervision.assignments-${active.length ? 'none-found' : 'none'}-text`),
    },
    counts: countsOf(w, listing),
  }
}

function filterFields(w: Words, { chosen, people, banks }: Listing) {
  const select = (name: keyof AssignmentsChosen, options: readonly { value: string; label: string }[]) => ({
    ...{ name, kind: 'select', label: w(`supervision.assignments-filter.${name}`), value: chosen[name] },
    options: [{ value: '', label: w('supervision.filter.all') }, ...options],
  })
  const named = (all: readonly Named[]) => all.map(({ id, name }) => ({ value: id, label: name }))
  return [
    select(
      'standing',
      assignmentStandings.map((one) => ({ value: one, label: w(`supervision.assignments-standing.${one}`) })),
    ),
    select(
      'kind',
      assignmentSubjects.map((one) => ({ value: one, label: w(`supervision.subject.${one}`) })),
    ),
    select('person', named(people)),
    select('bank', named(banks)),
    {
      ...{ name: 'on' as const, kind: 'date', label: w('parts.as-of'), value: chosen.on },
      options: [] as readonly { value: string; label: string }[],
    },
  ]
}

function chips({ w, query }: SignedIn, listing: Listing) {
  return filterFields(w, listing).flatMap(({ name, label, value, options }) => {
    const chosen =
      name === 'on' ? `${label} ${value}` : options.find((option) => option.value === value)?.label
    return value && chosen ? [{ label: chosen, removeHref: withQuery(base, query, { [name]: null }) }] : []
  })
}

const tableOf = (visit: SignedIn, rows: readonly ShownAssignment[], on: Day | null) => ({
  caption: visit.w('supervision.assignments-title'),
  columns: ['number', 'matter', 'concerns', 'person', 'due', 'state'].map((key) => ({
    label: visit.w(`supervision.assignments-column.${key}`),
    ...(key === 'number' ? { kind: 'code' } : {}),
  })),
  rows: rows.map((row) => ({
    cells: [
      { words: row.assignment.number, href: `${base}/${row.assignment.id}` },
      { words: visit.w(row.assignment.matter), note: aboutOf(visit, row) },
      row.institution ?? '—',
      row.person,
      dueShown(visit, row, on),
      stateShown(visit.w, row, on),
    ],
  })),
})

const ranOn = ({ closedAt }: ShownAssignment['assignment'], on: Day): boolean =>
  closedAt === null || dayOf(closedAt) > on

function stateShown(w: Words, { assignment }: ShownAssignment, on: Day | null) {
  if (on !== null && ranOn(assignment, on))
    return { words: w('supervision.assignments-standing.running'), tone: 'warn' }
  return { words: w(`supervision.assignment-state.${assignment.state}`), tone: tones[assignment.state] }
}

function dueShown({ w, parts, today }: SignedIn, { assignment }: ShownAssignment, on: Day | null) {
  const runs = on === null ? assignment.state !== 'closed' : ranOn(assignment, on)
  if (runs) return dueCell(w, parts.reference, assignment.dueOn, on ?? today)
  return {
    words: assignment.dueOn,
    value: { day: assignment.dueOn },
    note: w(`supervision.assignment-${isLate(assignment, today) ? 'closed-late' : 'closed-in-time'}`),
  }
}

function countsOf(w: Words, { quarters, banks }: Listing) {
  const nameOf = (id: string | null) =>
    id === null ? w('supervision.concerns-none') : (banks.find((one) => one.id === id)?.name ?? '—')
  const row = (quarter: string, whose: string, { opened, inTime, late, open, overdue }: Tally) => ({
    cells: [
      quarter,
      whose,
      ...[opened, inTime, late, open].map(String),
      overdue ? { words: String(overdue), tone: 'bad' } : '0',
    ],
  })
  return {
    caption: w('supervision.counts'),
    columns: ['quarter', 'concerns', 'opened', 'in-time', 'late', 'open', 'overdue'].map((key, at) => ({
      label: w(`supervision.counts-column.${key}`),
      ...(at > 1 ? { kind: 'number' } : {}),
    })),
    rows: quarters
      .filter(({ all }, at) => at === 0 || all.opened > 0)
      .flatMap(({ quarter, all, banks: own }) => [
        row(quarter, w('supervision.concerns-all'), all),
        ...own.map(({ institutionId, tally }) => row(quarter, nameOf(institutionId), tally)),
      ]),
  }
}

/** The forms of the page, each as it was typed where something is to be mended. */
export type AssignmentForms = Partial<Record<'answer' | 'closing' | 'return', ShownForm>>

export function assignmentPage(
  visit: SignedIn,
  row: ShownAssignment,
  trail: readonly object[],
  forms: AssignmentForms,
) {
  const { w, me } = visit
  const { assignment } = row
  const { state, personId, id } = assignment
  const isMine = personId === me.id
  const formOf = (key: keyof AssignmentForms, path: string) => {
    const shown = forms[key]
    return shown
      ? [
          {
            ...{ id: key, action: `${base}/${id}/${path}`, ...shown, once: newId() },
            ...{ title: w(`supervision.assignment-form-${key}`), note: null },
            submitLabel: w(`supervision.assignment-submit-${key}`),
          },
        ]
      : []
  }
  return {
    title: w('supervision.assignment-title', { number: assignment.number, about: aboutOf(visit, row) }),
    back: { href: base, label: w('supervision.assignments-title') },
    state: { label: w(`supervision.assignment-state.${state}`), tone: tones[state] },
    facts: factsOf(visit, row),
    subject: { href: subjectHref(assignment), label: w(`supervision.see-subject.${assignment.subjectKind}`) },
    steps: trail,
    waits: waitsFor(w, row, isMine),
    forms: [
      ...(state === 'assigned' && isMine ? formOf('answer', 'answer') : []),
      ...(state === 'answered' && !isMine && assignment.subjectKind !== 'warning'
        ? formOf('closing', 'closure')
        : []),
      ...(state === 'answered' && !isMine ? formOf('return', 'return') : []),
    ],
  }
}

function factsOf(visit: SignedIn, row: ShownAssignment) {
  const { w } = visit
  const { assignment } = row
  const due = dueShown(visit, row, null)
  return [
    { label: w('supervision.assignments-column.matter'), value: w(assignment.matter) },
    { label: w('supervision.assignments-column.about'), value: aboutOf(visit, row) },
    { label: w('supervision.assignments-column.concerns'), value: row.institution ?? '—' },
    { label: w('supervision.assignments-column.person'), value: row.person },
    {
      label: w('supervision.assignments-column.due'),
      ...(typeof due === 'string' ? { value: due } : { value: assignment.dueOn, note: due.words }),
    },
    { label: w('supervision.field.task'), value: assignment.words },
    {
      label: w('supervision.assigned-by'),
      value: `${row.openedBy} · ${showInstant(assignment.openedAt)}`,
    },
    ...(assignment.answer ? [{ label: w('supervision.assignment-answer'), value: assignment.answer }] : []),
    ...(assignment.returnWords
      ? [{ label: w('supervision.returned', { times: assignment.returns }), value: assignment.returnWords }]
      : []),
    ...(assignment.closing
      ? [{ label: w('supervision.field.closing'), value: `${assignment.closing} · ${row.closedBy ?? ''}` }]
      : []),
  ]
}

/** Whose turn it is, where it is not the reader's, or where he goes for it. */
function waitsFor(w: Words, { assignment, person }: ShownAssignment, isMine: boolean): string | null {
  if (assignment.state === 'closed') return null
  if (assignment.state === 'assigned') return isMine ? null : w('supervision.waits-answer', { person })
  if (isMine) return w('supervision.waits-other')
  return assignment.subjectKind === 'warning' ? w('supervision.waits-warning') : null
}

/** Who has a matter in hand; or the way to put it into somebody's. */
export const handShown = (w: Words, subject: Subject, running: ShownAssignment | null | undefined) =>
  running
    ? {
        words: w('supervision.in-hands-of', { person: running.person }),
        href: `${base}/${running.assignment.id}`,
      }
    : {
        words: w('supervision.assign'),
        href: `${base}/new?kind=${subject.subjectKind}&of=${subject.subjectId}`,
      }

/** What is assigned, in words, above the form. */
export const newAssignmentPage = (
  w: Words,
  { matter, about, href, shown }: { matter: string; about: string; href: string; shown: ShownForm },
) => ({
  title: w('supervision.assign-title'),
  lead: `${w(matter)} · ${about}`,
  back: { href, label: w('supervision.bureau-title') },
  form: { ...shown, action: base, submitLabel: w('supervision.assign'), once: newId() },
})
