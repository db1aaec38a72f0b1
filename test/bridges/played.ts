import { eq } from 'drizzle-orm'
import { bridgePapers } from '../../db/tables/bridge-papers.ts'
import { bridgeFundings } from '../../db/tables/bridges.ts'
import { storedFiles } from '../../db/tables/documents.ts'
import { loans } from '../../db/tables/loans.ts'
import { act } from '../../server/audit/index.ts'
import { bridgeCaseRuleOn } from '../../server/bridge-pool/index.ts'
import type { Asking } from '../../server/bridges/actions.ts'
import type { Stated } from '../../server/bridges/actions-checking.ts'
import * as bridges from '../../server/bridges/index.ts'
import { type Bridge, balancesOf, type Pool } from '../../server/bridges/index.ts'
import { answer, wish } from '../../server/loans/actions-renewals.ts'
import { type LoanRow, reportRepayment } from '../../server/loans/index.ts'
import { renewalsOf } from '../../server/loans/rows-renewals.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import { promiseOf } from '../../server/promises/index.ts'
import type { PromiseTerms } from '../../server/promises/promise.ts'
import { given, onShelf } from '../applications/played.ts'
import { drawn, signed } from '../loans/contract.ts'
import type { Town } from '../support/app.ts'

export const million = 100_000_000
type Playing = Pick<Town, 'store' | 'parts' | 'by' | 'cast' | 'clock'>

/** The city's pool with so much money in it, from its treasury, seen by the cashier. */
export async function pool(
  made: Playing,
  amount: number,
  policyCode = 'huaibei-demo',
  code = 'bridge',
): Promise<Pool> {
  const { store, parts, by, cast } = made
  const draft = {
    ...{ code, name: { zh: '过桥资金池', en: 'Bridge pool' }, policyCode },
    ...{ institutionId: cast.institutionIds.pool, region: '3406' },
  }
  const opened = given(
    await act(store, by(cast.tang), (tx) => bridges.openPool(tx, by(cast.tang), parts, draft)),
  )
  await funded(made, opened.pool, amount)
  return opened.pool
}

export async function funded(
  made: Playing,
  { id }: Pick<Pool, 'id'>,
  amount: number,
  kind: 'contribution' | 'withdrawal' = 'contribution',
  funder = '市财政',
) {
  const { parts, by, cast, clock } = made
  const on = clock.today()
  const agreement = {
    kind,
    funder,
    agreement: `协议 ${amount}`,
    amountFen: fen(amount),
    agreedOn: on,
    plannedOn: on,
  }
  const { funding } = given(await bridges.agree(parts, by(cast.tang), id, agreement))
  return bridges.book(parts, by(cast.jiang), funding.id, 1, on)
}

/** A loan of Lin's firm that falls due on 20 March. */
export async function fallingDue(made: Playing, last = '2026-03-20'): Promise<LoanRow> {
  const loan = await drawn(made, await signed(made, await onShelf(made)), million)
  await made.store.transact((tx) =>
    tx
      .update(loans)
      .set({ maturesOn: day(last), contractNumber: `HT-${loan.number}` })
      .where(eq(loans.id, loan.id)),
  )
  return loan
}

/** The same, and the bank wants its money back before it lends again. */
export async function dueLoan(made: Playing, last?: string): Promise<LoanRow> {
  const loan = await fallingDue(made, last)
  const { parts, by, cast, store } = made
  given(await wish(parts, by(cast.lin), loan.id, { amountFen: fen(million), months: 12, wish: '续贷备料。' }))
  const [renewal] = await renewalsOf(store.read, [loan.id])
  const said = { answer: 'after-repayment', said: {}, words: '须先还后贷。' } as const
  given(await answer(parts, by(cast.zhou), present(renewal, 'the wish').id, said))
  return loan
}

export const asking = ({ clock }: Pick<Playing, 'clock'>, changes: Partial<Asking> = {}): Asking => ({
  ...{ borrower: 'firm', amountFen: fen(90_000_000), whyNot: '银行要求先还后贷。' },
  payOn: plusDays(clock.today(), 2),
  backOn: plusDays(clock.today(), 8),
  ...changes,
})

export const letter = (
  { clock }: Pick<Playing, 'clock'>,
  changes: Partial<PromiseTerms> = {},
): PromiseTerms => ({
  amountFen: fen(million),
  validUntil: plusDays(clock.today(), 30),
  newLoanBy: plusDays(clock.today(), 8),
  letterNumber: `承〔2026〕${newId()}`,
  ...{ signer: '钱慧', accountName: '相城农商行待划转', accountNumber: '20000012345678' },
  ...changes,
})

const clean: Stated = { stoppedMonths: 0, noVatMonths: 0, overdueMonths: 0, dishonest: false }

/** Each step of a case by the person whose step it is; a refusal ends the test. */
export function hands(made: Playing) {
  const { parts, by, cast, store } = made
  const now = async (id: Id<'bridge'>) => present(await bridges.bridgeById(store.read, id), 'the advance')
  const version = async (id: Id<'bridge'>) => (await now(id)).version
  const promise = async (id: Id<'bridge'>) => present(await promiseOf(store.read, id), 'the letter')
  return {
    now,
    promise,
    apply: (loan: Pick<LoanRow, 'id'>, at: Pick<Pool, 'id'>, changes: Partial<Asking> = {}) =>
      bridges.apply(parts, by(cast.lin), loan.id, at.id, asking(made, changes)),
    complete: async (id: Id<'bridge'>, lacking: string | null = null) => {
      if (!lacking) await laidBeside(made, id)
      return bridges.complete(parts, by(cast.tang), id, await version(id), lacking)
    },
    check: async (id: Id<'bridge'>, stated = clean) =>
      bridges.check(parts, by(cast.tang), id, await version(id), { word: 'yes', said: '', stated }),
    speak: async (id: Id<'bridge'>, word: 'yes' | 'no' = 'yes', said = '') =>
      bridges.speak(parts, by(cast.ye), id, await version(id), { word, said }),
    sign: async (id: Id<'bridge'>, changes: Partial<PromiseTerms> = {}, who = cast.qian) => {
      const { id: letterId, version } = await promise(id)
      return bridges.sign(parts, by(who), letterId, version, letter(made, changes))
    },
    ownMoney: async (id: Id<'bridge'>, amount = 10_000_000) =>
      bridges.ownMoney(parts, by(cast.tang), id, await version(id), {
        ownMoneyFen: fen(amount),
        ownMoneyOn: made.clock.today(),
      }),
    approve: async (id: Id<'bridge'>, who = cast.song) =>
      bridges.approve(parts, by(who), id, await version(id)),
    approveThird: async (id: Id<'bridge'>) => bridges.approveThird(parts, by(cast.lu), id, await version(id)),
    pay: async (id: Id<'bridge'>, account = '2000 0012 3456 78', who = cast.jiang) =>
      bridges.pay(parts, by(who), id, await version(id), account),
    settle: async (id: Id<'bridge'>) => bridges.settle(parts, by(cast.zhou), id, await version(id)),
    repayOld: (loan: Pick<LoanRow, 'id'>) =>
      reportRepayment(parts, by(cast.zhou), loan.id, {
        principalFen: fen(million),
        interestFen: noFen,
        paidOn: made.clock.today(),
      }),
    renew: async (id: Id<'bridge'>, newContract = 'HT-NEW') =>
      bridges.renew(parts, by(cast.zhou), id, await version(id), {
        newLoanFen: fen(million),
        newLoanOn: made.clock.today(),
        newContract,
      }),
    back: async (id: Id<'bridge'>, amount: number, on = made.clock.today()) =>
      bridges.giveBack(parts, by(cast.jiang), id, await version(id), {
        amountFen: fen(amount),
        returnedOn: on,
      }),
    fee: async (id: Id<'bridge'>, amount?: number) => {
      const { feeFen, version } = await now(id)
      return bridges.payFee(parts, by(cast.jiang), id, version, {
        feeFen: fen(amount ?? feeFen),
        feePaidOn: made.clock.today(),
      })
    },
    balances: async ({ bookId }: Pick<Pool, 'bookId'>) => {
      const {
        'cash-free': free,
        'cash-reserved': reserved,
        'advances-out': out,
        'fee-income': fees,
      } = await balancesOf(store.read, bookId)
      return [free, reserved, out, fees]
    },
  }
}

/** A case that waits for the second person. */
export async function checked(
  made: Playing,
  loan: Pick<LoanRow, 'id'>,
  at: Pool,
  changes: Partial<Asking> = {},
  own?: number,
): Promise<Bridge> {
  const { apply, complete, check, speak, sign, ownMoney, now } = hands(made)
  const { id } = given(await apply(loan, at, changes)).bridge
  for (const step of [complete, check, speak, sign]) given(await step(id))
  given(await ownMoney(id, own))
  return now(id)
}

/** A case whose money is out. */
export async function paidOut(made: Playing, loan: Pick<LoanRow, 'id'>, at: Pool): Promise<Bridge> {
  const { id } = await checked(made, loan, at)
  const { approve, pay, now } = hands(made)
  given(await approve(id))
  given(await pay(id))
  return now(id)
}

/** Every paper that the rule of cases wants, as rows: how they are brought, a test of its own says. */
export async function laidBeside({ store, parts, cast, clock }: Playing, bridgeId: Id<'bridge'>) {
  const hash = '0'.repeat(64)
  const { papers } = bridgeCaseRuleOn(parts.policies, clock.today()).value
  await store.transact(async (tx) => {
    const [known] = await tx.select().from(storedFiles).where(eq(storedFiles.hash, hash))
    const fileId = known?.id ?? newId<'file'>()
    if (!known)
      await tx.insert(storedFiles).values({ id: fileId, hash, bytes: 1, type: 'pdf', storedAt: clock.now() })
    const laid = { bridgeId, fileId, name: '材料.pdf', addedAt: clock.now(), addedBy: cast.lin.id }
    await tx
      .insert(bridgePapers)
      .values(papers.map((kind) => ({ ...laid, id: newId<'bridge-paper'>(), kind })))
  })
}

/** What only tests need: the agreements of a pool as they lie. */
export const fundingRows = ({ store }: Pick<Playing, 'store'>) => store.read.select().from(bridgeFundings)
