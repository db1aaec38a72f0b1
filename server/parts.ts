import type { Store } from '../db/index.ts'
import type { Config } from './config.ts'
import type { Division } from './enterprises/divisions.ts'
import type { IndustryName } from './enterprises/industry.ts'
import type { Calendar } from './money/workdays.ts'
import type { Clock } from './platform/clock.ts'
import type { Language, Words } from './platform/web/words.ts'
import type { PolicyBook } from './policies/index.ts'

/** Public reference data. Names are read from files when the program starts, the calendar is the policies'. */
export type Reference = {
  readonly divisions: readonly Division[]
  readonly industries: readonly IndustryName[]
  /** Read it anew each time: a year that is approved counts from that moment on. */
  readonly calendar: Calendar
}

/** What the program is made of; `start.ts` makes the real ones, tests make their own. */
export type Parts = {
  readonly config: Config
  readonly store: Store
  readonly clock: Clock
  readonly words: Readonly<Record<Language, Words>>
  readonly policies: PolicyBook
  readonly reference: Reference
  readonly version: string
}
