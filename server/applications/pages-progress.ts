import { dueWords } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { stateShown } from './pages.ts'
import type { Application } from './rows.ts'

/** The receipt: a number, what happens next and until when. */
export const receiptPage = (w: Words, reference: Reference, today: Day, application: Application) => ({
  title: w('applications.receipt-title'),
  number: application.number,
  due: application.dueOn
    ? w('applications.receipt-due', {
        day: application.dueOn,
        left: dueWords(w, reference, application.dueOn, today).words,
      })
    : '',
  dueBy: application.duePolicies,
  caseHref: `/applications/${application.id}`,
})

export const progressPage = (w: Words, shown: ShownForm, found: Application | null) => ({
  title: w('applications.progress-title'),
  ...shown,
  found: found && {
    state: stateShown(w, found.state),
    facts: [
      { label: w('applications.column.number'), value: found.number },
      { label: w('applications.submitted-at'), value: showInstant(found.submittedAt) },
      ...(found.takenAt ? [{ label: w('applications.taken-at'), value: showInstant(found.takenAt) }] : []),
      ...(found.offeredAt
        ? [{ label: w('applications.offered-at'), value: showInstant(found.offeredAt) }]
        : []),
      ...(found.decidedAt
        ? [{ label: w('applications.decided-at'), value: showInstant(found.decidedAt) }]
        : []),
      ...(found.dueOn
        ? [{ label: w('applications.column.due'), value: found.dueOn, by: found.duePolicies }]
        : []),
    ],
  },
})
