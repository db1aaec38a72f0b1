import { bankRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { isContract } from '../applications/application.ts'
import {
  type Application,
  applicationFor,
  loanOfCase,
  namesOf,
  offersOf,
  seenBy,
  unnamed,
} from '../applications/index.ts'
import { type TrailRow, trailOfAll } from '../audit/index.ts'
import { consentsBetween, discloseNames, looksIn } from '../consents/index.ts'
import { dispatchesTo } from '../dispatches/index.ts'
import { casePapers } from '../documents/index.ts'
import { drawdownsOf, repaymentsOf } from '../loans/index.ts'
import { needById } from '../needs/index.ts'
import { present } from '../platform/assert.ts'
import { type Answer, get, printed, Refusing, routes, type SignedIn } from '../web.ts'
import { fileLimit, inOrder } from './case-file.ts'
import { filePage } from './pages.ts'

export const caseFileRoutes = routes(
  get('/applications/:id/file', [...enterpriseRoles, ...bankRoles], showFile, { perMinute: 30 }),
)

/** 尽职免责: what was seen and decided in a case, as one paper for its two parties. */
async function showFile(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, today, params } = visit
  const { read } = parts.store
  const application = await applicationFor(read, me, params.id ?? '')
  const { id, needId, enterpriseId, institutionId, number } = application
  const need = present(await needById(read, needId), 'the need of a case')
  const names = present(await namesOf(read, application), 'the names of a case')
  const consents = await consentsBetween(read, enterpriseId, institutionId)
  const isBank = isOneOf(me, bankRoles)
  const isOpen = !isBank || need.nameShown === 'shown' || isContract(application.state)
  // To read the name through a consent is a look, here as in every list.
  const named = isBank
    ? await discloseNames(parts.store, by, 'application', [{ id, number, enterpriseId, isOpen }])
    : null
  const firm = named === null || named.has(id) ? names.firm : null
  const papers = await casePapers(read, id)
  const loan = await loanOfCase(read, id)
  const looks = [
    ...(await looksIn(read, { kind: 'application', id }, institutionId)),
    ...(await Promise.all(
      papers.map((paper) => looksIn(read, { kind: 'document', id: paper.id }, institutionId)),
    ).then((found) => found.flat().filter(({ about }) => about.startsWith(number)))),
  ]
  const trail = await trailOf(visit, application, loan?.id ?? null, consents)
  return printed(
    'case-files/file',
    filePage(w, parts.reference, {
      ...{ application, need, names, firm, isBank, today, papers, consents },
      who: [me.name, me.organisation].filter(Boolean).join(' '),
      at: by.at,
      withheld: (await seenBy(visit, application)).withheld,
      looks: inOrder(looks),
      offers: await offersOf(read, id),
      dispatches: await dispatchesTo(read, needId, institutionId),
      drawdowns: loan ? await drawdownsOf(read, loan.id) : [],
      repayments: loan ? await repaymentsOf(read, loan.id) : [],
      trail: isBank ? trail.map((row) => unnamed(row, firm)) : trail,
    }),
  )
}

/** Every step of the case, its loan and its consents; refuses `case-file-too-long` rather than leave one out. */
async function trailOf(
  { parts }: SignedIn,
  { id }: Application,
  loanId: string | null,
  consents: readonly { readonly id: string }[],
): Promise<TrailRow[]> {
  const { read } = parts.store
  const rows = [
    ...(await trailOfAll(read, 'application', [id], fileLimit + 1)),
    ...(loanId ? await trailOfAll(read, 'loan', [loanId], fileLimit + 1) : []),
    ...(consents.length
      ? await trailOfAll(
          read,
          'consent',
          consents.map((consent) => consent.id),
          fileLimit + 1,
        )
      : []),
  ]
  if (rows.length > fileLimit)
    throw new Refusing({ code: 'case-file-too-long', values: { max: fileLimit } }, `/applications/${id}`)
  return inOrder(rows)
}
