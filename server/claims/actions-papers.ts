import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { enterFile, keepFiles } from '../documents/index.ts'
import { documentRulesOn, megabyte } from '../documents/rules.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { startOf } from '../platform/clock.ts'
import type { FileId } from '../platform/files/folder.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Uploads } from '../platform/web/uploads.ts'
import { isOpenClaim } from './claim.ts'
import * as rows from './rows.ts'
import * as papers from './rows-papers.ts'
import type { ClaimPaper } from './rule.ts'

type With = Pick<Parts, 'store' | 'policies' | 'config'>
type Brought = Outcome<{ readonly ids: readonly papers.ClaimPaperId[]; readonly used: ReadonlySet<FileId> }>
type Looked = Parameters<typeof enterFile>[2]

/**
 * 代偿材料: the bank brings papers for its next claim under a guarantee, or for one that was returned to it.
 *
 * Refuses: what `keepFiles` refuses, `claim-moved` where the papers are settled, `too-many-today`, `quota-exceeded`.
 */
export const bringClaimPapers = (
  parts: With,
  by: By,
  guaranteeId: rows.GuaranteeId,
  uploads: Uploads,
  kind: ClaimPaper,
) =>
  keepFiles(parts, uploads, (looked) =>
    act(parts.store, by, (tx) => bring(tx, parts, by, guaranteeId, looked, kind)),
  )

async function bring(
  tx: Transaction,
  parts: With,
  by: By,
  guaranteeId: rows.GuaranteeId,
  looked: readonly Looked[],
  kind: ClaimPaper,
): Promise<Brought> {
  const found = await placeOf(tx, guaranteeId)
  if (!found.ok) return found
  const { value: rules } = documentRulesOn(parts.policies, by.today)
  const bringer = present(by.person, 'somebody who brings papers')
  const today = await papers.addedSince(tx, bringer.id, startOf(by.today))
  if (today + looked.length > rules.dailyFiles)
    return refuse('too-many-today', { field: 'file', values: { max: rules.dailyFiles } })
  const added = await addAll(tx, by, { guaranteeId, claimId: found.claimId }, looked, kind)
  const place = found.claimId ? { claimId: found.claimId } : { guaranteeId }
  if ((await papers.bytesAt(tx, place)) > rules.quotaMegabytes * megabyte)
    return refuse('quota-exceeded', { field: 'file', values: { max: rules.quotaMegabytes } })
  return done(added)
}

async function addAll(
  tx: Transaction,
  by: By,
  place: { readonly guaranteeId: rows.GuaranteeId; readonly claimId: rows.ClaimId | null },
  looked: readonly Looked[],
  kind: ClaimPaper,
) {
  const ids: papers.ClaimPaperId[] = []
  const used = new Set<FileId>()
  for (const one of looked) {
    const { name, hash, bytes } = one
    const fileId = await enterFile(tx, by, one)
    used.add(fileId)
    const id = newId<'claim-paper'>()
    const addedBy = present(by.person, 'somebody who brings papers').id
    await papers.addClaimPaper(tx, { ...place, id, fileId, kind, name, addedAt: by.at, addedBy })
    await write(tx, by, {
      happening: 'claims.paper-added',
      subject: place.claimId
        ? { kind: 'claim', id: place.claimId }
        : { kind: 'guarantee', id: place.guaranteeId },
      details: { paper: id, kind, name, hash, bytes },
    })
    ids.push(id)
  }
  return { ids, used }
}

/** Where papers of a guarantee go: to the claim that was returned, else to the next one. Refuses `claim-moved`. */
async function placeOf(
  tx: Transaction,
  guaranteeId: rows.GuaranteeId,
): Promise<Outcome<{ readonly claimId: rows.ClaimId | null }>> {
  const open = (await rows.claimsOf(tx, guaranteeId)).find(({ state }) => isOpenClaim(state))
  if (!open) return done({ claimId: null })
  return open.state === 'returned' ? done({ claimId: open.id }) : refuse('claim-moved')
}

/** The bank takes a paper back that nobody decided on. Refuses `claim-moved`. */
export const takeBackClaimPaper = ({ store }: With, by: By, id: papers.ClaimPaperId) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const found = present(await papers.claimPaperById(tx, id), 'the paper that was looked up')
    const place = await placeOf(tx, found.guaranteeId)
    if (found.endedAt !== null || !place.ok || place.claimId !== found.claimId) return refuse('claim-moved')
    const endedBy = present(by.person, 'who takes a paper back').id
    await papers.endClaimPaper(tx, id, { endedAt: by.at, endedBy })
    const subject = found.claimId
      ? { kind: 'claim', id: found.claimId }
      : { kind: 'guarantee', id: found.guaranteeId }
    await write(tx, by, {
      ...{ happening: 'claims.paper-removed', subject },
      details: { paper: id, kind: found.kind, name: found.name, hash: found.hash },
    })
    return done()
  })
