import type { Reader } from '../../db/index.ts'
import type { Person } from '../accounts/index.ts'
import type { Day } from '../money/day.ts'
import { type Id, isId } from '../platform/ids.ts'
import type { ProductTerms } from '../products/product.ts'
import { NotFound } from '../web.ts'
import { type Asked, checklist, owed } from './checklist.ts'
import type { Papers, RequestSeen } from './pages-case.ts'
import { type CasePaper, casePapers, type Paper, paperById } from './rows.ts'
import { itemsOf, requestsOf } from './rows-requests.ts'

/** A paper of the person's own firm; anybody else's is not found. */
export async function ownPaper(from: Reader, me: Person, id: string): Promise<Paper> {
  const paper = isId<'document'>(id) ? await paperById(from, id) : null
  if (!paper || !me.enterpriseId || paper.enterpriseId !== me.enterpriseId) throw new NotFound(id)
  return paper
}

/** The papers of a case: its list as it stands today, and what the bank asked for. */
export async function papersOf(
  from: Reader,
  id: Id<'application'>,
  terms: Pick<ProductTerms, 'documents' | 'optionalDocuments'>,
  today: Day,
): Promise<Papers> {
  const requests = await requestsSeen(from, id)
  const running = requests.find(({ request }) => request.state === 'open' || request.state === 'answered')
  const asked: Asked | null = running ? { owedSince: running.request.owedSince, items: running.items } : null
  return { requests, asked, lines: checklist(terms, await casePapers(from, id), asked, today) }
}

/** The same of a case in which nothing lies and nothing was asked for. */
export const noPapers = (
  terms: Pick<ProductTerms, 'documents' | 'optionalDocuments'>,
  today: Day,
): Papers => ({ requests: [], asked: null, lines: checklist(terms, [], null, today) })

/** How many of the papers that must be there are not. */
export const owedCount = async (...asked: Parameters<typeof papersOf>): Promise<number> =>
  owed((await papersOf(...asked)).lines).length

async function requestsSeen(from: Reader, id: Id<'application'>): Promise<RequestSeen[]> {
  const requests = await requestsOf(from, id)
  if (requests.length === 0) return []
  const items = await itemsOf(
    from,
    requests.map(({ request }) => request.id),
  )
  return requests.map((one) => ({
    ...one,
    items: items.filter(({ requestId }) => requestId === one.request.id),
  }))
}

/** A paper of the person's own firm in one of its cases; null once it was taken back from there. */
export async function ownCasePaper(
  from: Reader,
  me: Person,
  application: Id<'application'>,
  id: string,
): Promise<CasePaper | null> {
  const paper = await ownPaper(from, me, id)
  return (await casePapers(from, application)).find((one) => one.id === paper.id) ?? null
}

/** A paper that lies before the bank of this case; any other is not found there. */
export async function casePaperFor(
  from: Reader,
  application: Id<'application'>,
  id: string,
): Promise<CasePaper> {
  const found = isId<'document'>(id)
    ? (await casePapers(from, application)).find((one) => one.id === id)
    : null
  if (!found) throw new NotFound(id)
  return found
}
