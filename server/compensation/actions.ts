import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { enterFile, keepFiles } from '../documents/index.ts'
import { documentRulesOn } from '../documents/rules.ts'
import type { Fen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { startOf } from '../platform/clock.ts'
import type { FileId } from '../platform/files/folder.ts'
import type { Id } from '../platform/ids.ts'
import { newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Uploads } from '../platform/web/uploads.ts'
import { dueIn } from '../policies/index.ts'
import { type Side, tell } from './actions-notices.ts'
import { checkPoolClaim, isWritten, mayMovePoolClaim, missingPapers, type PoolClaimState } from './claim.ts'
import { factsFor, poolClaimRuleOn } from './parts.ts'
import * as rows from './rows.ts'
import type { PoolPaper } from './rule.ts'

export type With = Pick<Parts, 'store' | 'policies' | 'config'>
export type Made = Outcome<{ readonly claim: rows.PoolClaim }>

/** What a bank says when it claims. */
export type Claiming = { readonly principalFen: Fen; readonly interestFen: Fen; readonly words: string }

/**
 * 补偿申请: the bank begins a claim on the pools of a covered loan; papers come next. Refuses what `checkPoolClaim` refuses.
 */
export const draftClaim = ({ store, policies }: With, by: By, coverId: Id<'cover'>, input: Claiming) =>
  act(store, by, async (tx): Promise<Made> => {
    const covered = present(await rows.coveredById(tx, coverId), 'the cover that was looked up')
    const found = await examined(tx, { policies }, by, covered, input, null)
    if (!found.ok) return found
    const { cover, loan } = covered
    const id = newId<'compensation-claim'>()
    await rows.addClaim(tx, {
      ...{ id, number: await nextNumber(tx, 'BC', by.today), coverId, loanId: loan.id, state: 'draft' },
      ...{ enterpriseId: cover.enterpriseId, institutionId: cover.institutionId },
      ...{ operatorId: cover.operatorId, arrangement: cover.arrangement },
      ...{ ...found.columns, version: 1, draftedAt: by.at },
      draftedBy: present(by.person, 'who claims').id,
    })
    const claim = present(await rows.claimById(tx, id), 'the claim just written')
    await write(tx, by, {
      happening: 'compensation.drafted',
      subject: { kind: 'compensation-claim', id },
      to: 'draft',
      details: { claimedFen: claim.claimedFen },
    })
    return done({ claim })
  })

/** A claim held against everything that is known today, and what is kept of it. */
async function examined(
  tx: Transaction,
  { policies }: Pick<With, 'policies'>,
  by: By,
  covered: rows.Covered,
  { principalFen, interestFen, words }: Claiming,
  besides: rows.PoolClaimId | null,
) {
  const rule = poolClaimRuleOn(policies, by.today)
  const facts = await factsFor(tx, covered, by.today, besides)
  const found = checkPoolClaim(covered.cover.terms, rule.value, facts, { principalFen, interestFen })
  if (!found.ok) return found
  const { days: overdueDays, riskClass } = facts.lateness
  const columns = {
    ...{ principalFen, interestFen, claimedFen: found.claimedFen, trigger: found.trigger, words },
    ...{ overdueDays, riskClass, ruleVersion: rule.version },
  }
  return done({ columns })
}

/** What the bank still writes at is changed. Refuses `claim-moved`, `stale`, and what `checkPoolClaim` refuses. */
export const changeDraft = ({ store, policies }: With, by: By, id: rows.PoolClaimId, input: Claiming) =>
  act(store, by, async (tx): Promise<Made> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    if (!isWritten(claim.state)) return refuse('claim-moved')
    const covered = present(await rows.coveredById(tx, claim.coverId), 'the cover of a claim')
    const found = await examined(tx, { policies }, by, covered, input, id)
    if (!found.ok) return found
    const after = await rows.changeClaim(tx, claim, found.columns)
    if (!after) return refuse('stale')
    await write(tx, by, {
      happening: 'compensation.changed',
      subject: { kind: 'compensation-claim', id },
      details: { claimedFen: after.claimedFen },
    })
    return done({ claim: after })
  })

/**
 * Lays papers beside a claim that is still written at, in the folder and by the limits of all papers.
 * Refuses: what `keepFiles` refuses, `claim-moved`, `too-many-today`.
 */
export const bringClaimPapers = (
  parts: With,
  by: By,
  id: rows.PoolClaimId,
  uploads: Uploads,
  kind: PoolPaper,
) =>
  keepFiles(parts, uploads, (looked) =>
    act(parts.store, by, async (tx): Promise<Outcome<{ readonly used: ReadonlySet<FileId> }>> => {
      const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
      if (!isWritten(claim.state)) return refuse('claim-moved')
      const who = present(by.person, 'who brings papers').id
      const { value: rules } = documentRulesOn(parts.policies, by.today)
      if ((await rows.addedSince(tx, who, startOf(by.today))) + looked.length > rules.dailyFiles)
        return refuse('too-many-today', { field: 'file', values: { max: rules.dailyFiles } })
      const there = await rows.papersOf(tx, id)
      const used = new Set<FileId>()
      for (const one of looked) {
        const { name, hash, bytes } = one
        const fileId = await enterFile(tx, by, one)
        // The same bytes of the same kind are one paper, however often they are sent.
        const isThere =
          used.has(fileId) || there.some((paper) => paper.fileId === fileId && paper.kind === kind)
        used.add(fileId)
        if (isThere) continue
        const paper = { id: newId<'compensation-paper'>(), claimId: id, kind, fileId, name }
        await rows.addPaper(tx, { ...paper, addedAt: by.at, addedBy: who, endedAt: null })
        await write(tx, by, {
          happening: 'compensation.paper-added',
          subject: { kind: 'compensation-claim', id },
          details: { kind, name, hash, bytes },
        })
      }
      return done({ used })
    }),
  )

/** The bank takes a paper away again while it still writes. Refuses `claim-moved`. */
export const takePaper = ({ store }: With, by: By, id: rows.PoolClaimId, paper: rows.ShownPaper) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    if (!isWritten(claim.state)) return refuse('claim-moved')
    await rows.endPaper(tx, paper.id, by.at)
    await write(tx, by, {
      happening: 'compensation.paper-removed',
      subject: { kind: 'compensation-claim', id },
      details: { kind: paper.kind, name: paper.name },
    })
    return done()
  })

/**
 * The bank files what it wrote: held against the loan as it stands today, with every paper that the rule asks for.
 * Refuses `claim-moved`, `pool-claim-papers-missing`, `calendar-missing`, `stale`, and what `checkPoolClaim` refuses.
 */
export const fileClaim = ({ store, policies }: With, by: By, id: rows.PoolClaimId) =>
  act(store, by, async (tx): Promise<Made> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    if (!mayMovePoolClaim(claim.state, 'filed')) return refuse('claim-moved')
    const covered = present(await rows.coveredById(tx, claim.coverId), 'the cover of a claim')
    const found = await examined(tx, { policies }, by, covered, claim, id)
    if (!found.ok) return found
    const rule = poolClaimRuleOn(policies, by.today)
    const papers = (await rows.papersOf(tx, id)).map(({ kind }) => kind)
    const missing = missingPapers(rule.value, papers)
    if (missing.length) return refuse('pool-claim-papers-missing', { values: { count: missing.length } })
    const due = dueIn(policies, by.today, rule.value.checkWorkdays, rule.version)
    if (!due.ok) return due
    return moved(tx, by, claim, 'filed', {
      changes: {
        ...{ ...found.columns, filedOn: by.today, filedAt: by.at },
        ...{ filedBy: present(by.person, 'who files').id, dueOn: due.due.on, duePolicies: due.due.policies },
        ...{ checkedAt: null, checkedBy: null, decidedAt: null, decidedBy: null, answer: null },
      },
      sides: ['operator', 'firm'],
    })
  })

/** The bank takes its claim back before it is looked at. Refuses `claim-moved`, `stale`. */
export const withdrawClaim = ({ store }: With, by: By, id: rows.PoolClaimId) =>
  act(store, by, async (tx): Promise<Made> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    const sides: readonly Side[] = claim.filedOn ? ['operator'] : []
    return moved(tx, by, claim, 'withdrawn', { changes: noDue, sides })
  })

export const noDue = { dueOn: null, duePolicies: null } as const

type Move = {
  readonly changes: Parameters<typeof rows.changeClaim>[2]
  readonly sides: readonly Side[]
  readonly why?: string
  /** Whose bureau is told, where it is among the sides. */
  readonly region?: string
  readonly details?: Record<string, unknown>
}

/** On to another state, with who, when and why; whoever it concerns is told. */
export async function moved(
  tx: Transaction,
  by: By,
  claim: rows.PoolClaim,
  to: PoolClaimState,
  { changes, sides, why, region, details }: Move,
): Promise<Made> {
  if (!mayMovePoolClaim(claim.state, to)) return refuse('claim-moved')
  const after = await rows.changeClaim(tx, claim, { ...changes, state: to })
  if (!after) return refuse('stale')
  await write(tx, by, {
    happening: `compensation.${to}`,
    subject: { kind: 'compensation-claim', id: claim.id },
    ...{ from: claim.state, to },
    ...(why ? { why } : {}),
    ...(details ? { details } : {}),
  })
  if (sides.length) await tell(tx, by, after, to, sides, region ? { region } : {})
  return done({ claim: after })
}
