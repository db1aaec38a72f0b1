import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { give } from './actions.ts'
import * as rows from './rows.ts'

type Case = { readonly id: Id<'application'>; readonly enterpriseId: Id<'enterprise'> }

/**
 * Lays papers that are on the shelf before the bank of a case. Papers that are not the firm's, have expired or lie
 * there already are passed over. Refuses: `nothing-chosen` when none is left, and what `give` refuses.
 */
export const giveFromShelf = (store: Store, by: By, { id, enterpriseId }: Case, chosen: readonly string[]) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const papers = await rows.givable(tx, enterpriseId, id, by.today)
    const found = papers.filter((paper) => chosen.includes(paper.id))
    if (found.length === 0) return refuse('nothing-chosen', { field: 'papers' })
    const told = found.map(({ id: document, kind, name, hash }) => ({ document, kind, name, hash }))
    const ids = found.map((paper) => paper.id)
    const given = await give(tx, by, { enterpriseId, applicationId: id }, ids, told)
    // Here nothing is uploaded: the papers were chosen.
    return given.ok || !given.refusal.field ? given : refuse(given.refusal.code, { field: 'papers' })
  })

/**
 * Takes a paper back from a case. What somebody of the bank has opened stays: the bank may have decided on it.
 * Refuses: `paper-already-opened`.
 */
export const takeBack = (store: Store, by: By, { id }: Case, paper: rows.CasePaper) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const takenBack = { takenBackAt: by.at, takenBackBy: present(by.person, 'somebody of the firm').id }
    if (!(await rows.takeFromCase(tx, paper.caseDocumentId, takenBack))) return refuse('paper-already-opened')
    const { id: document, kind, name, hash } = paper
    await write(tx, by, {
      happening: 'documents.taken-back',
      subject: { kind: 'application', id },
      details: { papers: [{ document, kind, name, hash }] },
    })
    return done()
  })

/** Notes that somebody of a bank opened a paper of its case; every look is kept, the first one also with the case. */
export const noteLook = (
  store: Store,
  by: By,
  { id }: Pick<Case, 'id'>,
  paper: rows.CasePaper,
  how: 'shown' | 'downloaded',
): Promise<void> => store.transact((tx) => look(tx, by, id, paper, how))

async function look(
  tx: Transaction,
  by: By,
  id: Id<'application'>,
  paper: rows.CasePaper,
  how: 'shown' | 'downloaded',
): Promise<void> {
  if (!paper.openedAt) await rows.noteOpened(tx, paper.caseDocumentId, by.at)
  await write(tx, by, {
    happening: `documents.${how}`,
    subject: { kind: 'document', id: paper.id },
    details: { application: id, kind: paper.kind, name: paper.name, hash: paper.hash },
  })
}
