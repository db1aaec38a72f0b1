import { bankRoles, bureauRoles, guarantorRoles, isOneOf, type Role } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { markOf, sent } from '../documents/index.ts'
import { done } from '../platform/outcome.ts'
import { type Answer, get, go, NotFound, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import { takeBackClaimPaper } from './actions-papers.ts'
import { paperPage } from './pages-papers.ts'
import { filingHref, guaranteedFor, sharerRoles } from './parts.ts'
import { type ClaimId, claimById } from './rows.ts'
import { type ClaimPaperRow, claimPaperById } from './rows-papers.ts'

/** Who decides on a claim by them, settles a share of it or watches; the firm knows its own papers. */
const paperReaders: readonly Role[] = [...bankRoles, ...guarantorRoles, ...sharerRoles, ...bureauRoles]

export const claimPaperRoutes = routes(
  get('/claim-papers/:id', paperReaders, showPaper),
  get('/claim-papers/:id/content', paperReaders, (visit) => send(visit, 'shown')),
  get('/claim-papers/:id/download', paperReaders, (visit) => send(visit, 'downloaded')),
  post('/claim-papers/:id/removal', bankRoles, takeBack),
)

/** A paper that this person may know of: before the claim is filed it is the bank's own. */
async function knownPaper({ me, parts, params }: SignedIn): Promise<ClaimPaperRow> {
  const { read } = parts.store
  const id = params.id ?? ''
  const paper = await claimPaperById(read, id)
  if (!paper) throw new NotFound(`claim paper ${id}`)
  await guaranteedFor(read, me, paper.guaranteeId)
  if (paper.claimId === null && !isOneOf(me, bankRoles)) throw new NotFound(`claim paper ${id}`)
  return paper
}

/** One that is still there: what was taken back is shown to nobody. */
async function paperOf(visit: SignedIn): Promise<ClaimPaperRow> {
  const paper = await knownPaper(visit)
  if (paper.endedAt !== null) throw new NotFound(`claim paper ${paper.id}`)
  return paper
}

const numberOf = async ({ parts }: SignedIn, id: ClaimId) => (await claimById(parts.store.read, id))?.number

async function showPaper(visit: SignedIn): Promise<Answer> {
  const paper = await paperOf(visit)
  const { w } = visit
  const back = paper.claimId
    ? {
        href: `/claims/${paper.claimId}`,
        label: w('claims.claim-title', { number: (await numberOf(visit, paper.claimId)) ?? '' }),
      }
    : { href: await filingHref(visit.parts.store.read, paper.guaranteeId), label: w('parts.back') }
  return page('documents/laid', paperPage(w, paper, back))
}

/** The bank sees its own file; everybody else a copy that bears his name, and what he downloads is written down. */
async function send(visit: SignedIn, how: 'shown' | 'downloaded'): Promise<Answer> {
  const { me, parts, by } = visit
  const paper = await paperOf(visit)
  const { claimId } = paper
  if (isOneOf(me, bankRoles) || claimId === null) return sent(visit, paper, how)
  if (how === 'downloaded')
    await act(parts.store, by, async (tx) => {
      await write(tx, by, {
        happening: 'claims.paper-downloaded',
        subject: { kind: 'claim', id: claimId },
        details: { paper: paper.id, kind: paper.kind, hash: paper.hash },
      })
      return done()
    })
  const number = (await numberOf(visit, claimId)) ?? ''
  return sent(visit, paper, how, { ...markOf(visit, number), back: `/claim-papers/${paper.id}` })
}

async function takeBack(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const paper = await knownPaper(visit)
  const back = await filingHref(visit.parts.store.read, paper.guaranteeId)
  const outcome = await takeBackClaimPaper(parts, by, paper.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'claims.paper-removed-flash')
}
