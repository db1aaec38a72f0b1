import { present } from '../platform/assert.ts'
import { csv } from '../platform/csv.ts'
import { isId } from '../platform/ids.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, file, page, Refusing, type SignedIn } from '../web.ts'
import { exportLooks } from './actions-exports.ts'
import { lookFilter } from './forms.ts'
import { looksExport, looksPage } from './pages-looks.ts'
import { bankChoices } from './parts.ts'
import { type LookFilters, looksAt } from './rows-looks.ts'

type Asked = Readonly<Record<string, string>>

/** What the address, or the form of the export, asks for; the consent is one that a link names. */
const askedIn = (sent: Readonly<Record<string, unknown>>): Asked =>
  Object.fromEntries(
    [...lookFilter.names, 'consent'].map((name) => [
      name,
      typeof sent[name] === 'string' ? one(sent[name]) : '',
    ]),
  )

function filtersOf({ consent = '', ...asked }: Asked): { filters: LookFilters; faults: object } {
  const read = lookFilter.read(asked)
  const { bank, kind, from, to } = read.ok ? read.value : { bank: null, kind: null, from: null, to: null }
  return {
    faults: read.ok ? {} : read.faults,
    filters: {
      institutionId: bank && isId<'institution'>(bank) ? bank : null,
      consentId: isId<'consent'>(consent) ? consent : null,
      ...{ kind, from, to },
    },
  }
}

/** `/consents/looks`: who saw what of the firm, when and under which consent. */
export async function showLooks({ me, w, parts, query, path }: SignedIn): Promise<Answer> {
  const firm = present(me.enterpriseId, 'the firm of its own people')
  const asked = askedIn(query)
  const { filters, faults } = filtersOf(asked)
  const number = pageNumber(query.page)
  const found = await looksAt(parts.store.read, firm, filters, perPage + 1, (number - 1) * perPage)
  const { rows, pager } = paged(found, number, path, query)
  const { consent: _, ...typed } = asked
  const shown = lookFilter.again(
    w,
    typed,
    { ...faults },
    { options: { bank: await bankChoices(parts.store.read, firm) } },
  )
  return page('consents/looks', looksPage(w, rows, pager, shown, query, asked))
}

export async function exportRows({ w, parts, by, body, today }: SignedIn): Promise<Answer> {
  const { filters } = filtersOf(askedIn(Object(body)))
  const outcome = await exportLooks(parts.store, by, filters)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/consents/looks')
  return file(csv(looksExport(w, outcome.rows)), 'text/csv; charset=utf-8', `looks-${today}.csv`)
}
