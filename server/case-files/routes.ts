import { bankRoles, enterpriseRoles } from '../accounts/index.ts'
import { applicationFor } from '../applications/index.ts'
import { folderOf } from '../documents/index.ts'
import { csv } from '../platform/csv.ts'
import { archive, type Entry, sumsOf, written } from '../platform/files/archive.ts'
import { renderPage } from '../platform/web/views.ts'
import { markOf } from '../policies/index.ts'
import { type Answer, get, printed, routes, type SignedIn, stream } from '../web.ts'
import { noteTaken } from './actions.ts'
import { caseRecord, type FileShown, placeOf } from './case-file.ts'
import { conditionsOf, filePage, papersList } from './pages.ts'
import { forPage, forTaking } from './parts.ts'

const parties = [...enterpriseRoles, ...bankRoles] as const

export const caseFileRoutes = routes(
  get('/applications/:id/file', parties, showFile, { perMinute: 30 }),
  get('/applications/:id/file.zip', parties, sendFile, { perMinute: 10 }),
)

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')

/** 尽职免责: what was seen and decided in a case, as one paper for its two parties. */
async function showFile(visit: SignedIn): Promise<Answer> {
  const shown = await forPage(visit, await caseOf(visit))
  return printed('case-files/file', filePage(visit.w, visit.parts.reference, shown))
}

/** The same to be taken away, with the papers themselves and the sums of all of it. */
async function sendFile(visit: SignedIn): Promise<Answer> {
  const { w, parts, by } = visit
  const application = await caseOf(visit)
  const shown = await forTaking(visit, application)
  const entries = entriesOf(visit, shown)
  const sums = sumsOf(entries)
  await noteTaken(parts.store, by, application.id, {
    sums: sums.hash,
    files: entries.length,
    withheld: shown.papers.filter((paper) => shown.withheld(paper)).length,
  })
  return stream({
    body: archive([...entries, sums], shown.at),
    type: 'application/zip',
    name: `${w('case-files.title', { number: application.number })}.zip`,
    inline: false,
  })
}

function entriesOf({ w, parts }: SignedIn, shown: FileShown): Entry[] {
  const folder = folderOf(parts)
  const record = caseRecord(shown, conditionsOf(w, parts.reference, shown))
  const page = renderPage('alone', 'case-files/file', {
    ...filePage(w, parts.reference, shown),
    ...{ w, lang: w.language, demo: parts.config.demo },
    /** The mark of a figure that no published text sets; its page is on the platform, not in this file. */
    placeholder: (by: string | readonly string[] | null) => {
      const mark = markOf(w, parts.policies.rows, by)
      return mark ? { ...mark, href: '#' } : null
    },
  })
  return [
    written('case.json', Buffer.from(`${JSON.stringify(record, null, 2)}\n`)),
    written('case.html', Buffer.from(page)),
    written('papers.csv', Buffer.from(csv(papersList(w, shown)))),
    ...shown.papers
      .filter((paper) => !shown.withheld(paper))
      .map((paper) => ({
        name: placeOf(shown.papers, paper),
        hash: paper.hash,
        size: paper.bytes,
        read: () => folder.read(paper.fileId),
      })),
  ]
}
