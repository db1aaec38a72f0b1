import { covers } from '../../db/tables/covers.ts'
import { loans } from '../../db/tables/loans.ts'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import type { Arrangement } from '../../server/arrangements/index.ts'
import { openPool, type PoolDraft } from '../../server/covers/index.ts'
import { coverIn, type ShownCover } from '../../server/covers/rows.ts'
import type { PoolTotals } from '../../server/covers/rows-totals.ts'
import { isBad } from '../../server/loans/five-class.ts'
import { drawdown, sign } from '../../server/loans/index.ts'
import { day } from '../../server/money/day.ts'
import { type Fen, fen, noFen, plus, smaller } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import { loadPolicies } from '../../server/policies/index.ts'
import { agreed, applied, given, inHall, offered, onShelf, takenUp } from '../applications/played.ts'
import type { Town } from '../support/app.ts'

export const code = 'tax-credit-pool'

/** A town whose pool of tax-credit loans is open; `changes` are a version of its arrangement that is in force. */
export async function pooled(made: Town, changes: Partial<Arrangement> = {}) {
  const { store, clock, parts, cast, by } = made
  const shipped = present(
    arrangementPolicies.find((row) => row.code === `arrangement-${code}`),
    'the arrangement that ships',
  )
  const value = { ...(shipped.value as Arrangement), ...changes }
  const row = { ...shipped, version: 2, effectiveFrom: day('2026-01-01'), value }
  await loadPolicies(store, clock, parts.policies, [...referencePolicies, row])
  const draft: PoolDraft = {
    ...{ arrangement: code, institutionId: cast.institutionIds.pool, region: '3406' },
    party: 'pool',
    name: { zh: '风险补偿资金池', en: 'Compensation pool' },
  }
  const { book } = given(await store.transact((tx) => openPool(tx, by(cast.tang), parts.policies, draft)))
  const productId = await onShelf(made, 'bankA', {
    ...{ name: '税融通', kind: 'tax-credit', scheme: 'demo-2026', guaranteeModes: ['credit', 'mortgage'] },
  })
  return { ...made, productId, book }
}

export type Pooled = Awaited<ReturnType<typeof pooled>>

/** A tax-credit loan of bank A to Lin's firm that was drawn today. */
export async function lent(
  made: Pooled,
  amountFen: Fen = fen(30_000_000),
  guaranteeMode: 'credit' | 'mortgage' = 'credit',
): Promise<Id<'loan'>> {
  const { cast, store, parts, by, clock, productId } = made
  const need = await inHall(made, { amountFen, guaranteeModes: [] })
  const application = await applied(made, { needId: need.id, productId })
  await takenUp(made, application, cast.zhou)
  const terms = { amountFen, guaranteeMode, upfrontFeesFen: fen(0) } as const
  await agreed(made, await offered(made, application, cast.zhou, terms))
  const contract = { contractNumber: `HT-${application.number}`, register: 'none' } as const
  const signed = await sign(parts, by(cast.zhou), application.id, {
    ...{ signedOn: clock.today(), ...contract },
  })
  const { loan } = given(signed)
  const drawing = { amountFen, drawnOn: clock.today() }
  given(await store.transact((tx) => drawdown(tx, parts, by(cast.zhou), loan.id, drawing)))
  return loan.id
}

/** A cover as the operator's page has it. */
export const shownTo = async (
  { store, cast }: Pick<Town, 'store' | 'cast'>,
  id: Id<'cover'>,
): Promise<ShownCover> =>
  present(await coverIn(store.read, { operatorId: cast.institutionIds.pool }, id), 'a cover')

/** What a pool's lines ask, counted from all covers of an arrangement one by one: what is kept and asked of few is held against it. */
export async function totalsFromRows({ read }: Town['store'], arrangement = code): Promise<PoolTotals> {
  const lentOut = new Map((await read.select().from(loans)).map((loan) => [loan.id, loan]))
  const filings = (await read.select().from(covers))
    .filter((cover) => cover.arrangement === arrangement && cover.state === 'in-cover')
    .map(({ loanId, filedFen, compensatedOn }) => {
      const { balanceFen, riskClass } = present(lentOut.get(loanId), 'the loan of a cover')
      const isUnderCover = compensatedOn === null && balanceFen > 0
      return { fen: smaller(filedFen, balanceFen), isUnderCover, compensatedOn, riskClass }
    })
  const sum = (some: typeof filings) => plus(noFen, ...some.map(({ fen: one }) => one))
  const standing = filings.filter(({ isUnderCover }) => isUnderCover)
  return {
    ...{ loans: standing.length, coveredFen: sum(standing) },
    badFen: sum(standing.filter(({ riskClass }) => riskClass !== null && isBad(riskClass))),
    compensatedFen: sum(filings.filter(({ compensatedOn }) => compensatedOn !== null)),
  }
}
