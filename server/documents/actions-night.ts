import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { notify } from '../inbox/index.ts'
import { plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { plusMinutes } from '../platform/clock.ts'
import type { FileId } from '../platform/files/folder.ts'
import { eachInTurn } from '../platform/work/slices.ts'
import { folderOf } from './actions-keeping.ts'
import { reminderDue } from './paper.ts'
import * as rows from './rows.ts'
import { type Ending, expiring, unneeded } from './rows-night.ts'
import { documentRulesOn } from './rules.ts'

type With = Pick<Parts, 'store' | 'policies'>

/**
 * The nightly job: tells firms of papers that end soon, once for each distance that the policy names, in the trail of
 * the paper, from which the firm's pages tell it. Says how many.
 */
export const remindOfEndings = ({ store, policies }: With, by: By): Promise<number> => {
  const { value: rules } = documentRulesOn(policies, by.today)
  const until = plusDays(by.today, rules.firstReminderDays)
  const find = (tx: Transaction, after: Ending['id'] | null, limit: number) =>
    expiring(tx, by.today, until, after, limit)
  return eachInTurn(store, find, async (tx, found) => {
    let count = 0
    for (const paper of found) {
      const expiresOn = present(paper.expiresOn, 'the end of a paper that ends')
      const daysBefore = reminderDue(expiresOn, by.today, rules)
      // A distance that was told, or a smaller one: the firm knows.
      if (daysBefore === null || (paper.told !== null && paper.told <= daysBefore)) continue
      await rows.addReminder(tx, { documentId: paper.id, daysBefore, remindedAt: by.at })
      await write(tx, by, {
        happening: 'documents.reminded',
        subject: { kind: 'document', id: paper.id },
        details: { expiresOn, daysBefore, enterpriseId: paper.enterpriseId },
      })
      await notify(tx, by, {
        to: [{ firm: paper.enterpriseId }],
        kind: 'reminders',
        words: 'documents.notice.ends',
        values: { expiresOn },
        href: `/documents/${paper.id}`,
        subject: { kind: 'document', id: paper.id },
      })
      count += 1
    }
    return count
  })
}

/** What is younger may belong to an upload that is under way. */
const sweptAfterMinutes = 24 * 60
const atOnce = 500

/**
 * The nightly job: drops bytes that no paper needs any more, and what a crash left in the folder. Rows stay: they hold
 * no more than a hash. Says how many.
 */
export async function sweepFiles(parts: Pick<Parts, 'store' | 'config'>, by: By): Promise<number> {
  const folder = folderOf(parts)
  const before = plusMinutes(by.at, -sweptAfterMinutes)
  let [count, batch]: [number, FileId[]] = [0, []]
  const dropUnneeded = async () => {
    for (const id of batch.length ? await unneeded(parts.store.read, batch) : []) {
      await folder.drop(id)
      count += 1
    }
    batch = []
  }
  for await (const { id, path, writtenAt } of folder.all()) {
    if (writtenAt >= before) continue
    if (id) batch.push(id)
    else {
      await folder.forget(path)
      count += 1
    }
    if (batch.length === atOnce) await dropUnneeded()
  }
  await dropUnneeded()
  return count
}
