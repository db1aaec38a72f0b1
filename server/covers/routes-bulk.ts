import { arrangementCodesOn } from '../arrangements/index.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, go, page, type SignedIn } from '../web.ts'
import { fileCover } from './actions.ts'
import { filingRefusal, kindsFor } from './filing.ts'
import { bulkForm, mostAtOnce } from './forms.ts'
import { bulkPage, type Candidate, type FiledRow, filedPage } from './pages-bulk.ts'
import { filingOf } from './parts-filing.ts'
import { loanForFiling, loansToFile } from './rows.ts'
import { allPools } from './rows-pools.ts'

/** The arrangements that have a pool. */
async function openCodes({ parts, today }: SignedIn): Promise<readonly string[]> {
  const open = new Set((await allPools(parts.store.read)).map(({ arrangement }) => arrangement))
  return arrangementCodesOn(parts.policies, today).filter((code) => open.has(code))
}

/** The newest loans of the bank that could be filed, each with what stands against it. */
export async function showMany(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, today } = visit
  const { read } = parts.store
  const codes = await openCodes(visit)
  const code = codes.find((known) => known === one(query.arrangement)) ?? codes[0]
  if (!code) return page('covers/bulk', bulkPage(w, { codes, code: null, candidates: [], names: new Map() }))
  const bank = present(me.institutionId, 'the bank of its own people')
  const loans = await loansToFile(read, bank, kindsFor(code), mostAtOnce)
  const candidates: Candidate[] = []
  for (const loan of loans) {
    const found = await filingOf(read, parts.policies, loan, code, today)
    const refused = found.ok ? filingRefusal(found.filing.checks) : found
    candidates.push({ loan, refusal: refused?.refusal ?? null })
  }
  const names = new Map(
    codes.flatMap((one) => {
      const row = parts.policies.rows.find((row) => row.code === `arrangement-${one}`)
      return row ? [[one, row] as const] : []
    }),
  )
  return page('covers/bulk', bulkPage(w, { codes, code, candidates, names }))
}

/** Files each chosen loan by itself: one that is refused says why, and keeps no other from being filed. */
export async function fileMany(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body } = visit
  const read = bulkForm.read(body)
  if (!read.ok) return go('/covers/filing', { tone: 'warn', key: 'covers.choose-flash' })
  const { arrangement, loans } = read.value
  const rows: FiledRow[] = []
  for (const id of new Set(loans)) {
    const loan = isId<'loan'>(id) ? await loanForFiling(parts.store.read, id) : null
    if (!loan || loan.institutionId !== me.institutionId) continue
    // Each is a writing of its own; that a loan is filed once is seen to by its rule.
    const outcome = await fileCover(parts, { ...by, once: null }, loan.id, arrangement)
    const refusal: Refusal | null = outcome.ok ? null : outcome.refusal
    rows.push({ loan, refusal, cover: outcome.ok ? outcome.cover : null })
  }
  return page('covers/filed', filedPage(w, rows))
}
