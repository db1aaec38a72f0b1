import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { boardOf, quarterWords, summaryWords } from './pages.ts'
import type { EditionState } from './publication.ts'
import type { ListedEdition, OpenEdition } from './rows.ts'

const tones: Readonly<Record<EditionState, string>> = {
  proposed: 'info',
  published: 'good',
  rejected: 'neutral',
}

type Listing = {
  readonly editions: readonly ListedEdition[]
  readonly pager: Pager
  /** Null for whoever proposes nothing. */
  readonly form: ShownForm | null
}

/** What the office proposed and published, and the form of whoever proposes. */
export const listPage = (w: Words, { editions, pager, form }: Listing) => ({
  title: w('scoreboard.bureau-title'),
  lead: w('scoreboard.bureau-lead'),
  form: form && {
    ...form,
    ...{ action: '/bureau/scoreboard', once: newId(), submitLabel: w('scoreboard.propose') },
  },
  empty: {
    ...{ title: w('scoreboard.none-title'), text: w('scoreboard.none-text') },
    ...{ href: '/scoreboard', label: w('scoreboard.see-public') },
  },
  table: editions.length
    ? {
        caption: w('scoreboard.bureau-editions'),
        columns: [
          { label: w('scoreboard.part-quarter') },
          { label: w('scoreboard.column.state') },
          { label: w('scoreboard.column.proposed') },
          { label: w('scoreboard.column.decided'), kind: 'code' },
          { label: w('scoreboard.column.reason') },
        ],
        rows: editions.map((one) => ({
          cells: [
            {
              ...{ words: quarterWords(w, one.quarter), href: `/bureau/scoreboard/${one.id}` },
              note: w('scoreboard.edition', { edition: one.edition }),
            },
            { words: w(`scoreboard.state.${one.state}`), tone: tones[one.state] },
            { words: one.proposer, note: showInstant(one.proposedAt) },
            one.decidedAt ? showInstant(one.decidedAt) : '—',
            one.why ?? one.reason ?? '—',
          ],
        })),
      }
    : null,
  pager,
})

type Deciding = {
  readonly edition: OpenEdition
  readonly mayDecide: boolean
  readonly isOwn: boolean
  readonly rejecting: ShownForm
}

/** One edition as everybody will see it, or does, with what the head can do about it. */
export async function editionPage(w: Words, reference: Reference, deciding: Deciding) {
  const { edition, mayDecide, isOwn, rejecting } = deciding
  const { id, state } = edition
  const isWaiting = state === 'proposed'
  return {
    title: w('scoreboard.edition-title', {
      ...{ quarter: quarterWords(w, edition.quarter), edition: edition.edition },
    }),
    lead: summaryWords(w, edition),
    state: { label: w(`scoreboard.state.${state}`), tone: tones[state] },
    reason: edition.reason ? w('scoreboard.reason-is', { reason: edition.reason }) : '',
    why: edition.why ? w('scoreboard.why-is', { why: edition.why }) : '',
    waits: isWaiting && !mayDecide ? w(isOwn ? 'scoreboard.own-waits' : 'scoreboard.waits') : '',
    publicHref:
      state === 'published' ? `/scoreboard?quarter=${edition.quarter}&edition=${edition.edition}` : '',
    deciding:
      isWaiting && mayDecide
        ? {
            publication: { action: `/bureau/scoreboard/${id}/publication`, once: newId() },
            rejection: {
              ...{ ...rejecting, action: `/bureau/scoreboard/${id}/rejection`, once: newId() },
              ...{ submitLabel: w('scoreboard.reject'), formId: 'rejection' },
            },
          }
        : null,
    ...(await boardOf(w, reference, edition)),
  }
}
