import { dueWords } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import { isExamined } from '../objections/objection.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { isClosed } from './application.ts'
import type { Application } from './rows.ts'
import type { Examined } from './rows-objections.ts'

type Case = Pick<Application, 'id' | 'state'>

/**
 * What the bureau examines while the case waits, with its day, for both sides. A bank reads which fact it is where the
 * objection is about its own case; of others it learns that a condition is unknown, and until when.
 */
export function examinedShown(
  w: Words,
  reference: Reference,
  { id, state }: Case,
  { side, examined, today }: { side: 'bank' | 'firm'; examined: readonly Examined[]; today: Day },
) {
  return examined.flatMap(({ id: objection, number, fact, dueOn, duePolicies, applicationId }) => {
    const isOwn = applicationId === id
    if (!isOwn && (isClosed(state) || !isExamined(fact))) return []
    const { words, late } = dueWords(w, reference, dueOn, today)
    const isNamed = isOwn || side === 'firm'
    const said = isNamed ? w('applications.examined', { number, fact: w(`objections.fact.${fact}`) }) : null
    return {
      words: said ?? w('applications.examined-unnamed'),
      href: isNamed ? `/objections/${objection}` : null,
      due: w('applications.examined-due', { day: dueOn, words }),
      by: duePolicies,
      late,
    }
  })
}
