import { bankRoles, isOneOf } from '../accounts/index.ts'
import {
  type Application,
  loanOfCase,
  mayOpen,
  namesOf,
  offersOf,
  seenBy,
  unnamed,
} from '../applications/index.ts'
import { hasContract } from '../applications/sight.ts'
import { type TrailRow, trailOfAll } from '../audit/index.ts'
import { complaintsOfCase } from '../complaints/index.ts'
import { consentsBetween, discloseNames, looksIn } from '../consents/index.ts'
import { dispatchesTo } from '../dispatches/index.ts'
import { type CasePaper, casePapers, noteLook } from '../documents/index.ts'
import { drawdownsOf, repaymentsOf } from '../loans/index.ts'
import { needById } from '../needs/index.ts'
import { present } from '../platform/assert.ts'
import { ratingOfCase } from '../ratings/index.ts'
import { Refusing, type SignedIn } from '../web.ts'
import { type FileShown, fileLimit, inOrder, lastMoment, taken, type Withheld } from './case-file.ts'
import { saidIn } from './parts-said.ts'

/** The file of a case as it is shown on a page: papers by their names, where those may be read. */
export async function forPage(visit: SignedIn, application: Application): Promise<FileShown> {
  const { withheld } = await seenBy(visit, application)
  return gathered(visit, application, ({ kind }) => (withheld(kind) ? 'no-consent' : null))
}

/**
 * The file of a case as it is taken away, with what its papers hold. That a bank takes the bytes of a paper is a look at
 * it, and recorded as every other; what was recorded is part of the file.
 */
export async function forTaking(visit: SignedIn, application: Application): Promise<FileShown> {
  const { me, parts, by } = visit
  const kept = new Map<string, Withheld>()
  for (const paper of await casePapers(parts.store.read, application.id)) {
    const may = await mayOpen(visit, application, paper)
    kept.set(paper.caseDocumentId, may === 'yes' ? null : may)
    if (may === 'yes' && isOneOf(me, bankRoles))
      await noteLook(parts.store, by, application, paper, 'downloaded')
  }
  // A paper that came since then was not asked about, and goes with the next file.
  const shown = await gathered(visit, application, ({ caseDocumentId }) => kept.get(caseDocumentId) ?? null)
  const papers = shown.papers.filter(({ caseDocumentId }) => kept.has(caseDocumentId))
  const trail = shown.trail.filter(({ happening }) => happening !== taken)
  return { ...shown, papers, trail, isCopy: true, at: lastMoment({ ...shown, trail }) }
}

/** Refuses `case-file-too-long` rather than leave a step or a message out. */
async function gathered(
  visit: SignedIn,
  application: Application,
  withheld: (paper: CasePaper) => Withheld,
): Promise<FileShown> {
  const { me, parts, by, today } = visit
  const { read } = parts.store
  const { id, needId, enterpriseId, institutionId, number } = application
  const need = present(await needById(read, needId), 'the need of a case')
  const names = present(await namesOf(read, application), 'the names of a case')
  const consents = await consentsBetween(read, enterpriseId, institutionId)
  const isBank = isOneOf(me, bankRoles)
  const isOpen = !isBank || need.nameShown === 'shown' || hasContract(application.state, application.openedBy)
  // To read the name through a consent is a look, here as in every list.
  const named = isBank
    ? await discloseNames(parts.store, by, 'application', [{ id, number, enterpriseId, isOpen }])
    : null
  const firm = named === null || named.has(id) ? names.firm : null
  const papers = await casePapers(read, id)
  const loan = await loanOfCase(read, id)
  // Before the looks are read: what is looked at here is one of them.
  const said = await saidIn(visit, application)
  const looks = [
    ...(await looksIn(read, { kind: 'application', id }, institutionId)),
    ...(await Promise.all(
      papers.map((paper) => looksIn(read, { kind: 'document', id: paper.id }, institutionId)),
    ).then((found) => found.flat().filter(({ about }) => about.startsWith(number)))),
  ]
  const objections = isBank ? [] : said.objections.map(({ objection }) => objection)
  const trail = await trailOf(visit, application, loan?.id ?? null, consents, objections)
  if (trail.length + said.messages.length > fileLimit)
    throw new Refusing({ code: 'case-file-too-long', values: { max: fileLimit } }, `/applications/${id}`)
  return {
    ...{ application, need, names, firm, isBank, today, papers, consents, withheld, isCopy: false },
    who: [me.name, me.organisation].filter(Boolean).join(' '),
    at: by.at,
    looks: inOrder(looks),
    offers: await offersOf(read, id),
    dispatches: await dispatchesTo(read, needId, institutionId),
    drawdowns: loan ? await drawdownsOf(read, loan.id) : [],
    repayments: loan ? await repaymentsOf(read, loan.id) : [],
    said,
    trail: isBank ? trail.map((row) => unnamed(row, firm)) : trail,
  }
}

/** Every step of the case, its loan, its consents, its rating and complaints; a firm's own objections. */
async function trailOf(
  { parts }: SignedIn,
  { id }: Application,
  loanId: string | null,
  consents: readonly { readonly id: string }[],
  objections: readonly { readonly id: string }[],
): Promise<TrailRow[]> {
  const { read } = parts.store
  const rating = await ratingOfCase(read, id)
  const complaints = await complaintsOfCase(read, id)
  const rows = [
    ...(await trailOfAll(read, 'application', [id], fileLimit + 1)),
    ...(loanId ? await trailOfAll(read, 'loan', [loanId], fileLimit + 1) : []),
    // What both sides may read of how the firm was served; what a complaint says is no step.
    ...(rating ? await trailOfAll(read, 'rating', [rating.id], fileLimit + 1) : []),
    ...(complaints.length
      ? await trailOfAll(
          read,
          'complaint',
          complaints.map((complaint) => complaint.id),
          fileLimit + 1,
        )
      : []),
    ...(objections.length
      ? await trailOfAll(
          read,
          'objection',
          objections.map((objection) => objection.id),
          fileLimit + 1,
        )
      : []),
    ...(consents.length
      ? await trailOfAll(
          read,
          'consent',
          consents.map((consent) => consent.id),
          fileLimit + 1,
        )
      : []),
  ]
  return inOrder(rows)
}
