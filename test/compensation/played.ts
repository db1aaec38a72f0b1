import { eq } from 'drizzle-orm'
import { loans } from '../../db/tables/loans.ts'
import { bringClaimPapers, draftClaim, fileClaim } from '../../server/compensation/actions.ts'
import { payClaim } from '../../server/compensation/actions-paying.ts'
import { approveClaim, checkPapers } from '../../server/compensation/actions-review.ts'
import { poolClaimRuleOn } from '../../server/compensation/parts.ts'
import type { PoolClaim } from '../../server/compensation/rows.ts'
import { confirmCover, fileCover } from '../../server/covers/index.ts'
import { credit, debit, post } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { type Fen, fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import { given } from '../applications/played.ts'
import { code, lent, type Pooled, shownTo } from '../covers/lent.ts'
import { upload } from '../documents/brought.ts'
import { pdf } from '../support/papers.ts'

/** So much paid into a pool by its funder. */
export async function funded(
  made: Pooled,
  book: Pooled['book'],
  amountFen: Fen,
  key = 'funded',
): Promise<void> {
  const { store, parts, by, cast, clock } = made
  given(
    await store.transact((tx) =>
      post(tx, by(cast.tang), parts, {
        ...{
          key,
          kind: 'ledger.capital-paid-in',
          subject: { kind: 'book', id: book },
          memo: { funder: '市财政' },
        },
        on: clock.today(),
        lines: [debit(book, 'cash-free', amountFen), credit(book, 'funders-capital', amountFen)],
      }),
    ),
  )
}

/** A loan of bank A to Lin's firm in cover. */
export async function covered(made: Pooled, amountFen: Fen = fen(30_000_000), arrangement = code) {
  const { parts, by, cast, store } = made
  const loan = await lent(made, amountFen)
  const { cover } = given(await fileCover(parts, by(cast.zhou), loan, arrangement))
  given(await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)))
  return { loan, cover }
}

/** The class that the night would give: what a claim looks at. */
export const classed = (
  { store }: Pooled,
  loan: Id<'loan'>,
  riskClass: 'normal' | 'substandard' = 'substandard',
) => store.transact((tx) => tx.update(loans).set({ riskClass }).where(eq(loans.id, loan)))

const words = '企业停产，多次催收无果，已提起诉讼。'

export const drafted = async (made: Pooled, coverId: Id<'cover'>, principalFen: Fen): Promise<PoolClaim> =>
  given(
    await draftClaim(made.parts, made.by(made.cast.zhou), coverId, {
      ...{ principalFen, interestFen: noFen, words },
    }),
  ).claim

/** Every paper that the rule asks for. */
export async function papered(made: Pooled, { id }: PoolClaim): Promise<void> {
  const { parts, by, cast, clock } = made
  for (const kind of poolClaimRuleOn(parts.policies, clock.today()).value.papers)
    given(
      await bringClaimPapers(
        parts,
        by(cast.zhou),
        id,
        { files: [upload(pdf(`${id} ${kind}`))], fault: null },
        kind,
      ),
    )
}

export async function filed(made: Pooled, coverId: Id<'cover'>, principalFen: Fen): Promise<PoolClaim> {
  const claim = await drafted(made, coverId, principalFen)
  await papered(made, claim)
  return given(await fileClaim(made.parts, made.by(made.cast.zhou), claim.id)).claim
}

export async function checked(made: Pooled, coverId: Id<'cover'>, principalFen: Fen): Promise<PoolClaim> {
  const claim = await filed(made, coverId, principalFen)
  return given(await checkPapers(made.parts, made.by(made.cast.tang), claim.id)).claim
}

export const approved = async (made: Pooled, { id }: PoolClaim): Promise<PoolClaim> =>
  given(await approveClaim(made.parts, made.by(made.cast.song), id, '')).claim

/** The day after the notice, a third person pays. */
export async function paid(made: Pooled, claim: PoolClaim): Promise<PoolClaim> {
  const { parts, by, cast, clock } = made
  const until = present(claim.noticeUntil, 'the last day of a notice')
  clock.set(`${plusDays(until, 1)}T04:00:00.000Z`)
  return given(await payClaim(parts, by(cast.jiang), claim.id, { paidOn: clock.today(), reference: 'ZF-1' }))
    .claim
}
