import { dueWords } from '../clocks/index.ts'
import { industryName, placeName } from '../enterprises/index.ts'
import type { Institution } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import { showWan } from '../money/fen.ts'
import type { Need } from '../needs/index.ts'
import type { Parts } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { type DispatchStanding, groundForBank } from './dispatch.ts'
import type { Dispatch, dispatchesOf, waitingFor } from './rows.ts'

type Reference = Parts['reference']
type Waiting = Awaited<ReturnType<typeof waitingFor>>[number]

/** `/dispatches`: the needs that were put before this bank, what is due first. */
export const waitingPage = (
  w: Words,
  reference: Reference,
  today: Day,
  rows: readonly Waiting[],
  pager: Pager,
) => ({
  title: w('dispatches.title'),
  pager,
  table: rows.length
    ? {
        caption: w('dispatches.caption'),
        columns: ['number', 'amount', 'months', 'purpose', 'firm', 'why', 'due', 'no'].map((key) => ({
          label: w(`dispatches.column.${key}`),
          ...(key === 'amount' || key === 'months' ? { kind: 'number' } : {}),
        })),
        rows: rows.map((row) => waitingRow(w, reference, today, row)),
      }
    : null,
})

function waitingRow(w: Words, reference: Reference, today: Day, row: Waiting) {
  const due = dueWords(w, reference, row.dueOn, today)
  return {
    cells: [
      { words: row.number, href: `/hall/${row.needId}` },
      showWan(row.amountFen),
      row.months,
      w(`needs.purpose.${row.purpose}`),
      {
        words: placeName(reference, w.language, row.region),
        note: industryName(reference, w.language, row.industry),
      },
      { words: w(`dispatches.reason.${groundForBank(row.reason)}`), ...(row.why ? { note: row.why } : {}) },
      due.late ? { words: due.words, tone: 'bad' } : { words: due.words, note: row.dueOn },
      { words: w('dispatches.say-no'), href: `/dispatches/${row.id}/decline` },
    ],
  }
}

export const declinePage = (w: Words, { id }: Pick<Dispatch, 'id'>, number: string, shown: ShownForm) => ({
  title: w('dispatches.decline-title', { number }),
  action: `/dispatches/${id}/decline`,
  once: newId(),
  ...shown,
})

const tones: Readonly<Record<DispatchStanding, string>> = {
  waiting: 'info',
  taken: 'good',
  declined: 'neutral',
  'timed-out': 'bad',
  recalled: 'neutral',
}

/** `/bureau/needs/:id/dispatches`: whom the need was put before, and the bureau's own hand. */
export const needDispatchesPage = (
  w: Words,
  need: Need,
  found: Awaited<ReturnType<typeof dispatchesOf>>,
  shown: ShownForm,
) => ({
  title: w('dispatches.need-title', { number: need.number }),
  back: `/bureau/needs/${need.id}`,
  action: `/bureau/needs/${need.id}/dispatches`,
  once: newId(),
  canDispatch: need.state === 'published',
  standing: w(`dispatches.need-standing.${need.state === 'published' ? need.dispatch : 'over'}`),
  table: found.length
    ? {
        caption: w('dispatches.history'),
        columns: ['bank', 'why', 'sent', 'due', 'state'].map((key) => ({
          label: w(`dispatches.column.${key}`),
        })),
        rows: found.map(({ dispatch, bank }) => ({
          cells: [
            bank,
            {
              words: w(`dispatches.reason.${dispatch.reason}`),
              ...(dispatch.why ? { note: dispatch.why } : {}),
            },
            showInstant(dispatch.sentAt),
            dispatch.dueOn,
            {
              words: w(`dispatches.state.${dispatch.state}`),
              tone: tones[dispatch.state],
              ...(dispatch.declineReason ? { note: declineNote(w, dispatch) } : {}),
            },
          ],
        })),
      }
    : null,
  ...shown,
})

const declineNote = (w: Words, { declineReason, declineWords }: Dispatch): string =>
  [w(`applications.decline-reason.${declineReason}`), declineWords].filter(Boolean).join(' · ')

export const bankOptions = (banks: readonly Institution[]) => ({
  options: { institutionId: banks.map(({ id, name }) => ({ value: id, label: name })) },
})
