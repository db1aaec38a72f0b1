import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { notify } from '../inbox/index.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { closeAssignment, openAssignment, type Task } from '../supervision/index.ts'
import { changeWarning, type Warning, type WarningId, warningById } from './rows.ts'
import type { Finding } from './warning.ts'
import * as warning from './warning.ts'

/** What somebody found, and what was done. */
export type Said = { readonly finding: Finding; readonly did: string }

type Changes = Parameters<typeof changeWarning>[2]

/** One step of a warning: allowed by `check`, written once, left in the trail. */
async function step(
  tx: Transaction,
  by: By,
  id: WarningId,
  check: (found: Warning) => Outcome<object>,
  {
    changes,
    happening,
    why,
  }: { readonly changes: Changes; readonly happening: string; readonly why?: string },
): Promise<Outcome<{ readonly found: Warning }>> {
  const found = present(await warningById(tx, id), 'the warning that was looked up')
  const fine = check(found)
  if (!fine.ok) return fine
  if (!(await changeWarning(tx, found, changes))) return refuse('stale')
  await write(tx, by, {
    ...{ happening: `warnings.${happening}`, subject: { kind: 'warning', id } },
    ...(why ? { why } : {}),
    ...(changes.state ? { from: found.state, to: changes.state } : {}),
    details: { rule: found.rule },
  })
  return done({ found })
}

const whoOf = (by: By) => present(by.person, 'somebody who acts').id

/** 知悉. Refuses `warning-acknowledged`, `warning-closed`, `stale`. */
export const acknowledge = (store: Store, by: By, id: WarningId) =>
  act(store, by, (tx) =>
    step(tx, by, id, warning.checkAcknowledging, {
      changes: { state: 'acknowledged', acknowledgedAt: by.at, acknowledgedBy: whoOf(by) },
      happening: 'acknowledged',
    }),
  )

/**
 * 交办: puts a warning into the hands of a person of the bureau, who answers by a day; whoever assigns has read it.
 * Refuses `warning-closed`, `warning-assigned`, and what `openAssignment` refuses.
 */
export const assign = (store: Store, by: By, id: WarningId, task: Task) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const taken = await step(tx, by, id, warning.checkAssigning, {
      changes: { state: 'assigned' },
      happening: 'assigned',
      why: task.words,
    })
    if (!taken.ok) return taken
    const { found } = taken
    if (found.acknowledgedAt === null)
      await changeWarning(
        tx,
        { id, version: found.version + 1 },
        { acknowledgedAt: by.at, acknowledgedBy: whoOf(by) },
      )
    const { institutionId, region, about, rule } = found
    const subject = { subjectKind: 'warning', subjectId: id, matter: `warnings.rule.${rule}`, about } as const
    return openAssignment(tx, by, { ...subject, institutionId, region }, task)
  })

/**
 * The bank or guarantor that it concerns says what it found and did; the bureau reads it. Refuses `warning-answered`,
 * `warning-closed`, `stale`.
 */
export const answerWarning = (store: Store, by: By, id: WarningId, { finding, did }: Said) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const said = await step(tx, by, id, warning.checkBankAnswer, {
      changes: { bankFinding: finding, bankDid: did, answeredAt: by.at, answeredBy: whoOf(by) },
      happening: 'answered',
      why: did,
    })
    if (!said.ok) return said
    const { found } = said
    await notify(tx, by, {
      ...{ to: [{ bureauOf: found.region }], kind: 'reminders', words: 'warnings.notice.answered' },
      ...{ href: `/bureau/warnings/${id}`, subject: { kind: 'warning', id } },
      values: { about: found.about, rule: { words: `warnings.rule.${found.rule}` } },
    })
    return done()
  })

/**
 * 办结: what came of it, and what was done. What is in somebody's hands ends with it, once he has answered, by another's word.
 * Refuses `warning-closed`, `warning-unread`, `stale`, and what `closeAssignment` refuses.
 */
export const closeWarning = (store: Store, by: By, id: WarningId, { finding, did }: Said) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const closed = await step(tx, by, id, warning.checkClosing, {
      changes: {
        ...{ state: 'closed', outcome: finding, did },
        ...{ closedOn: by.today, closedAt: by.at, closedBy: whoOf(by) },
      },
      happening: 'closed',
      why: did,
    })
    if (!closed.ok) return closed
    return closed.found.state === 'assigned'
      ? closeAssignment(tx, by, { subjectKind: 'warning', subjectId: id }, did)
      : done()
  })
