import { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { UploadLimits } from '../platform/web/uploads.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'

const from1 = (most: number) => z.number().int().min(1).max(most)

/** Policy `documents`: how large and how many papers may be, how long a firm has to bring them, when it is reminded. */
export const documentRulesShape = z.strictObject({
  /** Of one file. A file is held in memory while it is looked at, so there is an end to what a policy may say. */
  fileMegabytes: from1(100),
  /** Files in one form. */
  filesAtOnce: from1(20),
  /** What one firm's papers may take up in all, each file counted once. */
  quotaMegabytes: from1(100_000),
  /** Files that one person may send in a day. */
  dailyFiles: from1(10_000),
  /** Working days that a firm has to answer a request for papers. */
  answerWorkdays: from1(250),
  /** Days before a paper's end on which the firm is told. */
  firstReminderDays: from1(3_650),
  lastReminderDays: from1(3_650),
})
export type DocumentRules = z.infer<typeof documentRulesShape>

export const documentRulesOn = (book: PolicyBook, on: Day): InForce<DocumentRules> =>
  book.read('documents', on, documentRulesShape)

/**
 * Why rules that somebody wrote cannot be used: an empty list when they can. Refuses: `policy-malformed`,
 * `reminders-out-of-order`.
 */
export function checkDocumentRules(value: unknown): Refusal[] {
  const read = documentRulesShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'policy-malformed', field: path.join('.') }))
  const { firstReminderDays, lastReminderDays } = read.data
  return lastReminderDays < firstReminderDays
    ? []
    : [{ code: 'reminders-out-of-order', field: 'lastReminderDays' }]
}

export const megabyte = 1024 * 1024

/** What a form may carry, as the pipeline asks for it. */
export const uploadLimits = ({ fileMegabytes, filesAtOnce }: DocumentRules): UploadLimits => ({
  files: filesAtOnce,
  bytes: fileMegabytes * megabyte,
})
