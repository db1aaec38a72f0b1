import type { ApplicationState } from '../applications/application.ts'
import { workdaysWords } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import { showInstant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import { newId } from '../platform/ids.ts'
import type { ShownError, ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { isOpenToBank, mayAsk, takesPapers } from './access.ts'
import { type Asked, type ChecklistLine, owed } from './checklist.ts'
import { type FileFault, paperFacts, paperName, previewOf, uploadPage, validityWords } from './pages.ts'
import { isExpired, type PaperKind } from './paper.ts'
import type { RequestItem, RequestState } from './request.ts'
import type { CasePaper, Paper } from './rows.ts'
import type { requestsOf } from './rows-requests.ts'
import type { DocumentRules } from './rules.ts'
import { showBytes } from './size.ts'

/** A case as far as its papers are about it. */
export type CaseSeen = {
  readonly id: Id<'application'>
  readonly number: string
  readonly state: ApplicationState
  readonly side: 'firm' | 'bank'
  /** Papers that the reader may not open, nor learn the names of, without the firm's consent. */
  readonly withheld: (kind: PaperKind) => boolean
}

type Requested = Awaited<ReturnType<typeof requestsOf>>[number]
/** A request with its list. */
export type RequestSeen = Requested & { readonly items: readonly RequestItem[] }

/** All that the papers of a case tell. */
export type Papers = {
  readonly lines: readonly ChecklistLine<CasePaper>[]
  readonly asked: Asked | null
  readonly requests: readonly RequestSeen[]
}

const standingTones = { there: 'good', missing: 'neutral', expired: 'bad' } as const

const lineTone = ({ need, standing }: ChecklistLine): string => {
  if (standing === 'missing') return need === 'required' || need === 'asked' ? 'warn' : 'neutral'
  return standingTones[standing]
}

/** How far the papers of a case are, in a sentence and a list, for the page of the case. */
export function papersSection(w: Words, seen: Pick<CaseSeen, 'id' | 'side'>, { lines }: Papers) {
  const open = owed(lines)
  return {
    title: w('documents.section-title'),
    summary: open.length ? w('documents.owed', { count: open.length }) : w('documents.complete'),
    lines: lines.map((line) => ({
      name: paperName(w, line.kind),
      note: needWords(w, line),
      state: { label: standingWords(w, line), tone: lineTone(line) },
    })),
    href: `/applications/${seen.id}/documents`,
    label: w(`documents.go-${seen.side}`),
  }
}

/** What comes next while a list of papers runs: the firm brings, then the bank goes on. Null while none does. */
export function paperStep(w: Words, { id, side }: Pick<CaseSeen, 'id' | 'side'>, { requests }: Papers) {
  const request = runningOf(requests)?.request
  if (!request) return null
  const key = `documents.step.${side}.${request.state}`
  return {
    title: w(`${key}-title`),
    text: w(`${key}-text`),
    href: `/applications/${id}/documents`,
    label: w(`documents.go-${side}`),
    ...(request.state === 'open'
      ? { due: [w('documents.answer-by', { day: request.dueOn }), ...standsStill(w, request)].join(' · ') }
      : {}),
  }
}

/** What the bank has left of its time when the papers are there. */
const standsStill = (w: Words, { bankDaysLeft: left }: { readonly bankDaysLeft: number | null }): string[] =>
  left === null
    ? []
    : [
        w(left < 0 ? 'clocks.stands-still-late' : 'clocks.stands-still', {
          days: workdaysWords(w, Math.abs(left)),
        }),
      ]

const runningOf = (requests: readonly RequestSeen[]): RequestSeen | undefined =>
  requests.find(({ request }) => request.state === 'open' || request.state === 'answered')

const needWords = (w: Words, { need }: ChecklistLine): string =>
  need === 'required' ? '' : w(`documents.need.${need}`)

const standingWords = (w: Words, { standing, papers }: ChecklistLine): string =>
  standing === 'there' ? w('documents.there', { count: papers.length }) : w(`documents.standing.${standing}`)

type Showing = {
  readonly w: Words
  readonly today: Day
  readonly rules: DocumentRules
}

/** The forms on the page of a case's papers, each as it was typed where something is to be mended. */
export type CaseForms = {
  readonly upload: ShownForm
  readonly fault?: FileFault
  readonly chosen?: ShownForm
  readonly answer?: ShownForm
}

/** The papers of a case for one of its two sides: the firm brings and takes back, the bank reads and asks. */
export function casePapersPage(
  showing: Showing,
  seen: CaseSeen,
  papers: Papers,
  givable: readonly Paper[],
  forms: CaseForms,
) {
  const { w } = showing
  const at = `/applications/${seen.id}`
  const mayBring = seen.side === 'firm' && takesPapers(seen.state)
  const running = runningOf(papers.requests)
  return {
    title: w('documents.case-title', { number: seen.number }),
    caseHref: at,
    lead: owed(papers.lines).length
      ? w('documents.owed', { count: owed(papers.lines).length })
      : w('documents.complete'),
    errors: errorsOf(forms),
    running: running ? runningRequest(showing, seen, running, forms.answer) : null,
    lines: papers.lines.map((line) => caseLine(showing, seen, line, mayBring)),
    upload: mayBring ? caseUpload(showing, at, forms) : null,
    shelf: mayBring && givable.length ? shelfChoices(showing, at, givable, forms.chosen) : null,
    askHref: seen.side === 'bank' && mayAsk(seen.state) && !running ? `${at}/document-requests/new` : null,
    closed: closedWords(w, seen),
    past: papers.requests.filter((one) => one !== running).map((one) => pastRequest(w, one)),
  }
}

function closedWords(w: Words, { side, state }: CaseSeen): string | null {
  if (side === 'bank') return isOpenToBank(state) ? null : w('documents.closed-to-bank')
  return takesPapers(state) ? null : w('documents.case-closed')
}

const errorsOf = ({ chosen, answer }: CaseForms): ShownError[] => [
  ...(chosen?.errors ?? []),
  ...(answer?.errors ?? []),
]

function caseLine(showing: Showing, seen: CaseSeen, line: ChecklistLine<CasePaper>, mayBring: boolean) {
  const { w, today } = showing
  return {
    name: paperName(w, line.kind),
    about: w(`products.document-about.${line.kind}`),
    note: needWords(w, line),
    words: line.words,
    state: { label: standingWords(w, line), tone: lineTone(line) },
    bringHref: mayBring ? `/applications/${seen.id}/documents?kind=${line.kind}#upload-form` : null,
    papers: line.papers.map((paper) => ({
      name: seen.withheld(paper.kind) ? w('documents.withheld') : paper.name || w('documents.nameless'),
      href:
        !seen.withheld(paper.kind) && (seen.side === 'firm' || isOpenToBank(seen.state))
          ? `/applications/${seen.id}/documents/${paper.id}`
          : null,
      note: [
        showBytes(paper.bytes),
        w('documents.given-on', { at: showInstant(paper.givenAt) }),
        paper.expiresOn ? validityWords(w, paper, today, showing.rules).words : '',
        seen.side === 'firm' && !paper.openedAt ? w('documents.not-opened') : '',
      ]
        .filter(Boolean)
        .join(' · '),
      late: isExpired(paper, today),
      takingBack:
        mayBring && !paper.openedAt
          ? { action: `/applications/${seen.id}/documents/${paper.id}/withdrawal`, once: newId() }
          : null,
    })),
  }
}

const caseUpload = ({ w, rules }: Showing, at: string, { upload, fault }: CaseForms) =>
  uploadPage(
    { w, rules },
    { action: `${at}/documents`, back: at, title: w('documents.bring-title'), lead: '' },
    upload,
    fault,
  )

function shelfChoices(
  { w, today, rules }: Showing,
  at: string,
  givable: readonly Paper[],
  chosen?: ShownForm,
) {
  const field = chosen?.fields.find(({ name }) => name === 'papers')
  const values = Array.isArray(field?.values) ? field.values : []
  return {
    action: `${at}/attachments`,
    once: newId(),
    error: typeof field?.error === 'string' ? field.error : null,
    papers: givable.map((paper) => ({
      id: paper.id,
      label: paperName(w, paper.kind),
      note: [paper.name, paper.expiresOn ? validityWords(w, paper, today, rules).words : '']
        .filter(Boolean)
        .join(' · '),
      checked: values.includes(paper.id),
    })),
  }
}

/** The request that runs: whose turn it is and until when, and what this reader can do about it. */
function runningRequest(
  { w, today }: Showing,
  seen: CaseSeen,
  { request, asker, items }: RequestSeen,
  answer?: ShownForm,
) {
  const at = `/applications/${seen.id}`
  const isOpen = request.state === 'open'
  return {
    title: w(`documents.request.${seen.side}.${request.state}`),
    by: w('documents.asked-by', { who: asker, at: showInstant(request.owedSince) }),
    words: request.words,
    items: itemWords(w, items),
    due: isOpen ? w('documents.answer-by', { day: request.dueOn }) : '',
    late: isOpen && request.dueOn < today,
    reply: request.answer ?? '',
    answer:
      seen.side === 'firm' && isOpen
        ? { ...(answer ?? { fields: [], errors: [] }), action: `${at}/resubmission`, once: newId() }
        : null,
    resumption: seen.side === 'bank' && !isOpen ? { action: `${at}/resumption`, once: newId() } : null,
    withdrawal:
      seen.side === 'bank' && isOpen ? { action: `${at}/document-requests/withdrawal`, once: newId() } : null,
  }
}

const itemWords = (w: Words, items: readonly RequestItem[]): string[] =>
  items.map(({ kind, words }) =>
    words ? w('documents.item', { paper: paperName(w, kind), words }) : paperName(w, kind),
  )

const pastTones = {
  resumed: 'good',
  ended: 'neutral',
  open: 'info',
  answered: 'info',
} as const satisfies Record<RequestState, string>

const pastRequest = (w: Words, { request, asker, items }: RequestSeen) => ({
  by: w('documents.asked-by', { who: asker, at: showInstant(request.owedSince) }),
  state: { label: w(`documents.state.${request.state}`), tone: pastTones[request.state] },
  owed: w('documents.owed-from-to', {
    from: showInstant(request.owedSince),
    to: request.owedUntil ? showInstant(request.owedUntil) : '',
  }),
  items: itemWords(w, items),
  words: request.words,
  reply: request.answer ?? '',
})

/** One paper of a case on its own page, stamped with who reads it; what is shown of it bears his mark itself. */
export function casePaperPage(
  { w, today, rules }: Showing,
  seen: CaseSeen,
  paper: CasePaper,
  reader: { readonly who: string; readonly at: string },
) {
  return {
    title: paperName(w, paper.kind),
    crumb: w('documents.case-title', { number: seen.number }),
    backHref: `/applications/${seen.id}/documents`,
    facts: [
      ...paperFacts(w, paper, validityWords(w, paper, today, rules).words, seen.side),
      { label: w('documents.fact.given'), value: showInstant(paper.givenAt) },
    ],
    preview: previewOf(w, paper, `/applications/${seen.id}/documents/${paper.id}`),
    stamp: w('documents.stamp', { ...reader, number: seen.number, hash: paper.hash }),
  }
}
