import { type Day, plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import type { Id } from '../platform/ids.ts'
import { endingPapers, type Paper } from './rows.ts'
import { documentRulesOn } from './rules.ts'

/** A firm's papers that end within the policy's first distance, or have ended, the first to end first. */
export function papersEnding(
  { store, policies }: Pick<Parts, 'store' | 'policies'>,
  id: Id<'enterprise'>,
  today: Day,
): Promise<Paper[]> {
  const { firstReminderDays } = documentRulesOn(policies, today).value
  return endingPapers(store.read, id, plusDays(today, firstReminderDays))
}
