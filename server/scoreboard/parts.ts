import { one } from '../platform/web/paging.ts'
import { type Anyone, NotFound } from '../web.ts'
import * as rows from './rows.ts'

/** What an address asks for: a quarter and one of its editions, the newest where it names none; null for none of them. */
export async function publishedAsked({ parts, query }: Pick<Anyone, 'parts' | 'query'>) {
  const { read } = parts.store
  const published = await rows.publishedList(read)
  const [quarter, edition] = [one(query.quarter), one(query.edition)]
  const isAsked = (heading: (typeof published)[number]) =>
    (quarter === '' || heading.quarter === quarter) && (edition === '' || String(heading.edition) === edition)
  const heading = published.find(isAsked)
  const found = heading ? await rows.publishedEdition(read, heading.quarter, heading.edition) : null
  return { published, edition: found }
}

/** The same for pages: an edition that is not published is not found; null only where nothing is published at all. */
export async function publishedOr404(visit: Pick<Anyone, 'parts' | 'query' | 'url'>) {
  const found = await publishedAsked(visit)
  const isOther = one(visit.query.quarter) !== '' || one(visit.query.edition) !== ''
  if (!found.edition && (isOther || found.published.length > 0)) throw new NotFound(visit.url)
  return found
}
