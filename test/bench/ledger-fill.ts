import { setImmediate as breath } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import type { Store } from '../../db/index.ts'
import { ledgerAccounts, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import type { By } from '../../server/accounts/index.ts'
import { beginning, sealBy } from '../../server/ledger/chain.ts'
import { type BookId, type LedgerParts, trialBalance } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'

type Ledger = { readonly store: Store; readonly parts: LedgerParts; readonly by: By; readonly book: BookId }

/** Entries between two statements; memory stays small, however long the ledger grows. */
const batch = 5_000

/**
 * Fills an empty ledger with so many postings, three an entry, sealed as if they had been posted one by one over ten
 * years: in bulk, since posting a million takes its time and is measured elsewhere.
 */
export async function fillLedger({ store, parts, by, book }: Ledger, postings: number): Promise<void> {
  const seal = sealBy(parts.config.ledgerKey)
  const accounts = (await trialBalance(store.read, { id: book, kind: 'bridge-pool' })).map(
    ({ account }) => account,
  )
  const named = (code: string) =>
    present(
      accounts.find((account) => account.code === code),
      code,
    )
  const [free, capital, fees] = [named('cash-free'), named('funders-capital'), named('fee-income')]
  const count = Math.ceil(postings / 3)
  let previousHash = beginning
  for (let from = 1; from <= count; from += batch) {
    const entries: (typeof ledgerEntries.$inferInsert)[] = []
    const lines: (typeof ledgerPostings.$inferInsert)[] = []
    for (let seq = from; seq < from + batch && seq <= count; seq += 1) {
      const bookedOn = plusDays(by.today, -Math.floor(((count - seq) / count) * 3650))
      const unsealed = {
        ...{ seq, id: newId<'entry'>(), bookedOn, postedAt: by.at, kind: 'ledger.capital-paid-in' },
        ...{
          memo: { funder: 'bench' },
          why: null,
          subjectKind: 'institution',
          subjectId: `case ${seq % 1000}`,
        },
        ...{ personId: null, actor: by.actor, key: `fill ${seq}`, fingerprint: `${seq}`, reversesSeq: null },
        previousHash,
      }
      const parted = [
        { account: free, amountFen: fen(101) },
        { account: capital, amountFen: fen(-100) },
        { account: fees, amountFen: fen(-1) },
      ]
      const hash = seal.hashOf(
        unsealed,
        parted.map(({ account, amountFen }) => ({
          ...{ accountId: account.id, book: 'bench', account: account.code, amountFen },
        })),
      )
      previousHash = hash
      entries.push({ ...unsealed, hash })
      for (const [line, { account, amountFen }] of parted.entries())
        lines.push({ entrySeq: seq, line, accountId: account.id, bookedOn, amountFen })
    }
    await store.transact(async (tx) => {
      await insertAll(tx, ledgerEntries, entries)
      await insertAll(tx, ledgerPostings, lines)
    })
    await breath()
  }
  await store.transact(async (tx) => {
    for (const [account, each, isDebit] of [
      [free, 101, true],
      [capital, 100, false],
      [fees, 1, false],
    ] as const) {
      const sum = fen(count * each)
      const sums = isDebit ? { debitFen: sum } : { creditFen: sum }
      await tx
        .update(ledgerAccounts)
        .set({ ...sums, balanceFen: sum, postings: count })
        .where(eq(ledgerAccounts.id, account.id))
    }
  })
  assert((await store.read.$count(ledgerPostings)) === count * 3, 'all postings are there')
}
