import { and, eq, gt } from 'drizzle-orm'
import type { Store } from '../../db/index.ts'
import { compensationPools } from '../../db/tables/covers.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { ledgerAccounts, ledgerBooks } from '../../db/tables/ledger.ts'
import type { By } from '../../server/accounts/index.ts'
import { arrangementOn } from '../../server/arrangements/index.ts'
import { coverShares } from '../../server/exposures/shares.ts'
import { contingentShares } from '../../server/guarantees/shares.ts'
import { type BookId, credit, debit, type LedgerParts, post } from '../../server/ledger/index.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { assert, present } from '../../server/platform/assert.ts'
import type { PolicyBook } from '../../server/policies/index.ts'

/** Balances are whole multiples of this, so that every share is a whole number of fen without rounding. */
export const unitFen = 1_000_000
/** What the city's covers are of, in the order of their numbers behind the guarantees. */
export const poolSchemes = ['tax-credit-pool', 'zhubaodai', 'startup-fund'] as const

/** One who bears: of every ten thousand so many, of what the deposit of the borrower leaves. */
export type Bearer = { readonly role: string; readonly basisPoints: number; readonly poolId: string | null }
export type Scheme = {
  readonly code: string
  readonly version: string
  readonly variant: string | null
  readonly terms: string
  readonly bearers: readonly Bearer[]
}
/** An account with whose it is: a role, and of banks and guarantors which in its list. */
export type Place = {
  readonly role: string
  readonly which: number
  readonly account: string
  readonly id: string
  readonly book: string
}
export type Ground = Awaited<ReturnType<typeof groundOf>>

type Parts = { readonly store: Store; readonly policies: PolicyBook }

/** What the rows of a large city hang on: its schemes as they are in force, who bears, and their books. */
export async function groundOf({ store, policies }: Parts, by: By) {
  const { read } = store
  const pools = await read.select().from(compensationPools)
  const all = await read.select().from(institutions)
  const [letter] = await read
    .select()
    .from(guarantees)
    .where(and(eq(guarantees.state, 'in-force'), gt(guarantees.balanceFen, noFen)))
    .limit(1)
  const model = present(letter, 'a letter of the city')
  const guaranteed: Scheme = {
    ...{ code: model.arrangement, version: present(model.arrangementVersion, 'signed'), variant: null },
    terms: JSON.stringify(model.terms),
    bearers: contingentShares(model.terms, fen(unitFen)).map(({ party, fen: ofUnitFen }) => ({
      ...{ role: party, basisPoints: (ofUnitFen * 10_000) / unitFen, poolId: null },
    })),
  }
  const covered = poolSchemes.map((code): Scheme => {
    const variant = code === 'tax-credit-pool' ? 'pure-credit' : null
    const found = arrangementOn(policies, code, by.today, variant)
    assert(found.ok, 'an arrangement of the reference data')
    const { value: terms, version } = found.policy
    const bearers = coverShares(terms, fen(unitFen), noFen).map(({ party, fen: ofUnitFen }) => ({
      ...{ role: party, basisPoints: (ofUnitFen * 10_000) / unitFen },
      poolId: pools.find((one) => one.arrangement === code && one.party === party)?.id ?? null,
    }))
    return { code, version, variant, terms: JSON.stringify(terms), bearers }
  })
  const accounts = await read
    .select({ account: ledgerAccounts, book: ledgerBooks })
    .from(ledgerAccounts)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, ledgerAccounts.bookId))
  const withBook = new Set(accounts.map(({ book }) => `${book.kind} ${book.institutionId}`))
  const idsOf = (kind: string) =>
    all.filter((one) => one.kind === kind && withBook.has(`party ${one.id}`)).map(({ id }) => String(id))
  const members = {
    ...{ bank: idsOf('bank'), guarantor: idsOf('guarantor') },
    ...{ reguarantor: idsOf('reguarantor'), treasury: idsOf('treasury') },
  }
  const places = accounts.flatMap(({ account, book }): Place[] => {
    const place = { account: account.code, id: account.id, book: book.code }
    const pool = pools.find(({ bookId }) => bookId === book.id)
    if (pool) return [{ ...place, role: `${pool.arrangement} ${pool.party}`, which: 0 }]
    const own = Object.entries(members).find(([, ids]) => ids.includes(String(book.institutionId)))
    return own ? [{ ...place, role: own[0], which: own[1].indexOf(String(book.institutionId)) }] : []
  })
  return { schemes: [guaranteed, ...covered], members, places, pools, letterId: String(model.id) }
}

/** So much for each loan is paid into the pools, in whole entries of the ledger: about a fiftieth of what they will cover. */
const capitalPerLoanFen = 1_000_000

/** Money for what the pools of a large city will have paid. */
export async function fundPools(store: Store, parts: LedgerParts, by: By, loans: number): Promise<void> {
  const pools = (await store.read.select().from(compensationPools)).filter(
    ({ party }) => party !== 'borrowers',
  )
  for (const { id, bookId } of pools) {
    const amountFen = fen(loans * capitalPerLoanFen)
    const outcome = await store.transact((tx) =>
      post(tx, by, parts, {
        ...{ key: `fill capital ${id}`, kind: 'ledger.capital-paid-in', on: by.today },
        ...{ subject: { kind: 'compensation-pool', id }, memo: { funder: 'bench', amountFen } },
        lines: [
          debit(bookId as BookId, 'cash-free', amountFen),
          credit(bookId as BookId, 'funders-capital', amountFen),
        ],
      }),
    )
    assert(outcome.ok, 'capital of a pool')
  }
}
