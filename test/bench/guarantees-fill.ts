import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import type { Store } from '../../db/index.ts'
import { settlements, sharedEvents, sharedParts } from '../../db/tables/claims.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guaranteeCustomers, guarantorCustomers } from '../../db/tables/guarantee-figures.ts'
import { guaranteeChanges, guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { ledgerAccounts, ledgerBooks, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import { castInstitutions } from '../../seeds/people.ts'
import type { By } from '../../server/accounts/index.ts'
import type { Party } from '../../server/arrangements/index.ts'
import { guaranteeExposed, guaranteeStand } from '../../server/exposures/guarantee.ts'
import { exposeMany, type Past } from '../../server/exposures/index.ts'
import { contingentShares } from '../../server/guarantees/shares.ts'
import { beginning, sealBy } from '../../server/ledger/chain.ts'
import type { LedgerParts } from '../../server/ledger/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, minus, noFen, part, plus } from '../../server/money/fen.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { settlementsOfClaim } from './settlements-fill.ts'

type Place = { readonly store: Store; readonly parts: LedgerParts; readonly by: By }
type Change = {
  readonly on: Day
  readonly kind: 'in-force' | 'reduced'
  readonly fromFen: Fen
  readonly toFen: Fen
}

/** Guarantees between two transactions; memory stays small, however many there are. */
const batch = 2_000
/** Of every so many guarantees one was reduced, and of every so many a claim was paid. */
const [reducedOf, claimedOf] = [4, 50]

/**
 * So many more guarantees in force, all of the cast's guarantor, of other firms, banks and quarters than the letter of the
 * city that they copy; with their shares, changes, sealed entries of eight postings, and kept figures. In bulk, since asking
 * for a hundred thousand one by one would take hours; what the figures are is proven elsewhere.
 */
export async function fillGuarantees({ store, parts, by }: Place, count: number): Promise<void> {
  const ground = await groundOf(store)
  const { model, banks, books, firms, guarantorId } = ground
  const random = randomFrom(4_321)
  const seal = sealBy(parts.config.ledgerKey)
  const [head] = await store.read.select().from(ledgerEntries).orderBy(desc(ledgerEntries.seq)).limit(1)
  let [seq, previousHash] = [head?.seq ?? 0, head?.hash ?? beginning]
  const accounts = await accountsOf(store)
  const customers = new Map<(typeof firms)[number]['id'], { balanceFen: Fen; ownFen: Fen }>()
  for (let from = 0; from < count; from += batch) {
    const rows = {
      guarantees: [] as (typeof guarantees.$inferInsert)[],
      shares: [] as (typeof guaranteeShares.$inferInsert)[],
      changes: [] as (typeof guaranteeChanges.$inferInsert)[],
      entries: [] as (typeof ledgerEntries.$inferInsert)[],
      postings: [] as (typeof ledgerPostings.$inferInsert)[],
      exposed: [] as Past[],
      events: [] as (typeof sharedEvents.$inferInsert)[],
      eventParts: [] as (typeof sharedParts.$inferInsert)[],
      settlements: [] as (typeof settlements.$inferInsert)[],
    }
    for (let at = from; at < Math.min(count, from + batch); at += 1) {
      const id = newId<'guarantee'>()
      const firm = present(firms[at % firms.length], 'a firm')
      const bank = random.pick(banks)
      const amountFen = fen(random.whole(10, 500) * 1_000_000)
      const inForceOn = plusDays(by.today, -30 - random.whole(0, 1_000))
      const balanceFen = at % reducedOf === 0 ? part(amountFen, 1, 2) : amountFen
      const institutions: Partial<Record<Party, (typeof banks)[number]>> = {
        ...{ bank, guarantor: guarantorId, reguarantor: ground.reguarantorId, treasury: ground.treasuryId },
      }
      const shares = contingentShares(model.terms, balanceFen)
      const district = firm.region.slice(0, 6)
      rows.guarantees.push({
        ...{
          ...model,
          id,
          number: `BZB${at}`,
          letterNumber: `BHB${at}`,
          enterpriseId: firm.id,
          bankId: bank,
        },
        ...{ state: 'in-force', amountFen, balanceFen, inForceOn, signedOn: inForceOn, filedOn: inForceOn },
        ...{
          openFen: noFen,
          openOwnFen: noFen,
          claimedFen: noFen,
          openClaims: 0,
          district,
          releasedOn: null,
        },
        ...{
          ownFen: shares.find(({ party }) => party === 'guarantor')?.fen ?? noFen,
          industry: firm.industry,
        },
        ...{ size: firm.size, guarantorId },
      })
      for (const { party, fen: contingentFen } of shares)
        rows.shares.push({
          ...{ guaranteeId: id, party, institutionId: institutions[party] ?? null, contingentFen },
          ...{ bookId: bookOf(books, institutions[party]), shareFen: contingentFen },
        })
      const changes: Change[] = [
        { on: inForceOn, kind: 'in-force', fromFen: noFen, toFen: amountFen },
        ...(balanceFen < amountFen
          ? [{ on: plusDays(inForceOn, 20), kind: 'reduced' as const, fromFen: amountFen, toFen: balanceFen }]
          : []),
      ]
      for (const { on, kind, fromFen, toFen } of changes) {
        seq += 1
        const [was, is] = [contingentShares(model.terms, fromFen), contingentShares(model.terms, toFen)]
        const lines = is.flatMap(({ party, fen: share }, line) => {
          const amount = minus(share, was[line]?.fen ?? noFen)
          const book = bookOf(books, institutions[party])
          return amount === 0
            ? []
            : ([
                [book, 'contingent', amount],
                [book, 'contingent-against', fen(-amount)],
              ] as const)
        })
        const changeId = newId<'guarantee-change'>()
        const unsealed = {
          ...{ seq, id: newId<'entry'>(), bookedOn: on, postedAt: by.at, kind: `guarantees.${kind}` },
          ...{
            memo: { letter: `BHB${at}`, balanceFen: toFen },
            why: null,
            subjectKind: 'guarantee',
            subjectId: id,
          },
          ...{ personId: null, actor: by.actor, key: `fill ${changeId}`, fingerprint: `${seq}` },
          ...{ reversesSeq: null, previousHash },
        }
        const moved = lines.map(([book, code, amountFenOfLine]) => {
          const account = present(accounts.get(`${book} ${code}`), 'an account of a party')
          account.add(amountFenOfLine)
          return { accountId: account.id, book: account.book, account: code, amountFen: amountFenOfLine }
        })
        previousHash = seal.hashOf(unsealed, moved)
        rows.entries.push({ ...unsealed, hash: previousHash })
        for (const [line, { accountId, amountFen: amount }] of moved.entries())
          rows.postings.push({ entrySeq: seq, line, accountId, bookedOn: on, amountFen: amount })
        rows.changes.push({
          ...{ id: changeId, guaranteeId: id, happenedOn: on, kind, deltaFen: minus(toFen, fromFen) },
          ...{ balanceFen: toFen, openFen: noFen, entrySeq: seq, at: by.at },
        })
      }
      if (at % claimedOf === 0) {
        const eventId = newId<'shared-event'>()
        const lossFen = part(amountFen, 1, 10)
        const claimedOn = plusDays(inForceOn, 25)
        const lost = contingentShares(model.terms, lossFen)
        rows.events.push({
          ...{ id: eventId, guaranteeId: id, position: 1, kind: 'claim', subjectId: `fill ${id}`, lossFen },
          ...{ on: claimedOn, recoveredFen: noFen, costFen: noFen, at: by.at },
        })
        for (const { party, fen: borneFen } of lost)
          rows.eventParts.push({
            ...{ eventId, party, institutionId: institutions[party] ?? null, borneFen },
            ...{ cashFen: borneFen, returnedFen: noFen },
          })
        const claim = { guaranteeId: id, eventId, on: claimedOn, at: by.at, number: `JSB${at}`, shares: lost }
        rows.settlements.push(...settlementsOfClaim({ ...claim, institutions }, at % (claimedOf * 5) === 0))
      }
      const standAt = (amount: Fen) =>
        guaranteeStand(
          { state: 'in-force', balanceFen: amount },
          contingentShares(model.terms, amount).map(({ party, fen: contingentFen }) => ({
            ...{ party, institutionId: institutions[party] ?? null, contingentFen },
          })),
        )
      rows.exposed.push({
        exposed: guaranteeExposed({
          ...{ id, loanId: null, enterpriseId: firm.id, bankId: bank, guarantorId, district, inForceOn },
          ...{ industry: firm.industry, size: firm.size, arrangement: model.arrangement },
        }),
        stands: changes.map(({ on, toFen }) => ({ on, at: by.at, stand: standAt(toFen) })),
      })
      const before = customers.get(firm.id) ?? { balanceFen: noFen, ownFen: noFen }
      const ownFen = shares.find(({ party }) => party === 'guarantor')?.fen ?? noFen
      customers.set(firm.id, {
        ...{ balanceFen: plus(before.balanceFen, balanceFen), ownFen: plus(before.ownFen, ownFen) },
      })
    }
    await store.transact(async (tx) => {
      await insertAll(tx, guarantees, rows.guarantees)
      await insertAll(tx, guaranteeShares, rows.shares)
      await insertAll(tx, ledgerEntries, rows.entries)
      await insertAll(tx, ledgerPostings, rows.postings)
      await insertAll(tx, guaranteeChanges, rows.changes)
      await insertAll(tx, sharedEvents, rows.events)
      await insertAll(tx, sharedParts, rows.eventParts)
      await insertAll(tx, settlements, rows.settlements)
      await exposeMany(tx, rows.exposed)
    })
  }
  await store.transact(async (tx) => {
    for (const { id, sums } of accounts.values())
      await tx.update(ledgerAccounts).set(sums()).where(eq(ledgerAccounts.id, id))
    const sums = [...customers]
    await insertAll(
      tx,
      guaranteeCustomers,
      sums.map(([enterpriseId, { balanceFen }]) => ({
        ...{ enterpriseId, balanceFen, pendingFen: noFen, promisedFen: noFen },
      })),
    )
    await insertAll(
      tx,
      guarantorCustomers,
      sums.map(([enterpriseId, { balanceFen, ownFen }]) => ({
        ...{ guarantorId, enterpriseId, kind: 'small' as const, balanceFen, ownFen },
        ...{ promisedFen: noFen, promisedOwnFen: noFen, liabilityFen: ownFen, committedFen: ownFen },
      })),
    )
  })
}

type BankId = NonNullable<(typeof guarantees.$inferSelect)['bankId']>

/** The letter that is copied, whose books there are, and firms that nobody guarantees yet. */
async function groundOf({ read }: Store) {
  const [found] = await read
    .select({ guarantee: guarantees })
    .from(guarantees)
    // A letter of the cast's guarantor, whose officer asks for the figures; any other would leave him with none to count.
    .innerJoin(institutions, eq(institutions.id, guarantees.guarantorId))
    .where(and(eq(guarantees.state, 'in-force'), eq(institutions.code, castInstitutions.guarantor.code)))
    .limit(1)
  const model = present(found, 'a letter of the city').guarantee
  const own = await read.select().from(guaranteeShares).where(eq(guaranteeShares.guaranteeId, model.id))
  const institutionOf = (party: Party): BankId =>
    present(own.find((one) => one.party === party)?.institutionId, party)
  const books = new Map(
    (await read.select().from(ledgerBooks).where(eq(ledgerBooks.kind, 'party'))).map((book) => [
      String(book.institutionId),
      book.id,
    ]),
  )
  const banks = [
    ...new Set(
      (await read.select({ bankId: guarantees.bankId }).from(guarantees)).map(({ bankId }) => bankId),
    ),
  ].filter((bank) => books.has(bank))
  const known = new Set(
    (await read.select().from(guaranteeCustomers)).map(({ enterpriseId }) => enterpriseId),
  )
  const all = await read
    .select({
      id: enterprises.id,
      region: enterprises.region,
      industry: enterprises.industry,
      size: enterprises.size,
    })
    .from(enterprises)
    .where(isNotNull(enterprises.size))
  const firms = all.filter(({ id }) => !known.has(id))
  assert(firms.length > 1_000 && banks.length > 1, 'firms and banks to copy the letter for')
  return {
    ...{ model, banks, books, firms, guarantorId: institutionOf('guarantor') },
    ...{ reguarantorId: institutionOf('reguarantor'), treasuryId: institutionOf('treasury') },
  }
}

type BookId = (typeof ledgerBooks.$inferSelect)['id']
const bookOf = (books: ReadonlyMap<string, BookId>, institution: BankId | undefined): BookId =>
  present(books.get(String(institution)), 'the book of a party')

/** The accounts of all parties, which add up what is posted to them. */
async function accountsOf({ read }: Store) {
  const rows = await read
    .select({ account: ledgerAccounts, book: ledgerBooks.code })
    .from(ledgerAccounts)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, ledgerAccounts.bookId))
    .where(eq(ledgerBooks.kind, 'party'))
  return new Map(
    rows.map(({ account, book }) => {
      let { debitFen, creditFen, postings } = account
      const add = (amount: Fen) => {
        if (amount > 0) debitFen = plus(debitFen, amount)
        else creditFen = minus(creditFen, amount)
        postings += 1
      }
      const sums = () => ({
        ...{ debitFen, creditFen, postings },
        balanceFen: account.side === 'debit' ? minus(debitFen, creditFen) : minus(creditFen, debitFen),
      })
      return [`${account.bookId} ${account.code}`, { id: account.id, book, add, sums }] as const
    }),
  )
}
