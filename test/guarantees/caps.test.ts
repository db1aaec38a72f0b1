import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq, inArray } from 'drizzle-orm'
import { guaranteeCustomers, guarantorCustomers, guarantors } from '../../db/tables/guarantee-figures.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { Person } from '../../server/accounts/index.ts'
import { acceptOffer } from '../../server/applications/index.ts'
import { give } from '../../server/consents/actions.ts'
import {
  approveGuarantee,
  askForGuarantee,
  type Guarantee,
  recordRelation,
  takeUp,
  withdrawGuarantee,
  writeSheet,
} from '../../server/guarantees/index.ts'
import { ruleOn } from '../../server/guarantees/policies.ts'
import { emptyBook } from '../../server/guarantees/position.ts'
import { guarantorRow, keepGuarantor } from '../../server/guarantees/rows-figures.ts'
import { publish } from '../../server/matching/actions.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { codeOf, given, markFor, offered, onShelf, taken } from '../applications/played.ts'
import { sentIn } from '../needs/sample-draft.ts'
import { type Town, town } from '../support/app.ts'
import { consenting } from '../support/consenting.ts'
import { assertKept } from './books.ts'
import { asking, guaranteedCase, million, netAssets, sheet } from './guaranteed.ts'

test('two requests that together pass the customer’s cap never both come true, at two banks and two guarantors, two hundred times', async () => {
  const made = await town()
  const { parts, by, cast, store, clock } = made
  const second = newId<'institution'>()
  await store.transact((tx) =>
    tx.insert(institutions).values({
      ...{ id: second, code: 'ERDB', name: '第二融资担保有限公司', shortName: '第二担保', kind: 'guarantor' },
      ...{ state: 'active', region: '3406', pinyin: 'derdb', createdAt: clock.now() },
    }),
  )
  const cases = [
    await guaranteedCase(made, 10 * million + 1),
    await guaranteedCase(made, 10 * million, { guarantorId: second, bank: 'bankB' }),
  ] as const
  const at = [asking(made), { ...asking(made), guarantorId: second }] as const
  const officers = [cast.zhou, cast.wu] as const
  const won = new Map<number, number>()
  for (let turn = 0; turn < 200; turn += 1) {
    const order = turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)
    const found = await Promise.all(
      order.map((which) => askForGuarantee(parts, by(officers[which]), cases[which], at[which])),
    )
    assert.equal(found.filter((one) => one.ok).length, 1, `turn ${turn}`)
    for (const [place, one] of found.entries()) {
      const which = present(order[place], 'whose turn it is')
      if (one.ok) {
        won.set(which, (won.get(which) ?? 0) + 1)
        given(await withdrawGuarantee(parts, by(officers[which]), one.guarantee.id, '再试一次。'))
      } else assert.equal(one.refusal.code, 'cap-customer-cap')
    }
  }
  assert.equal((won.get(0) ?? 0) + (won.get(1) ?? 0), 200)
  assert.ok(won.size === 2, 'each of the two came first at times')
  await assertKept(made)
})

/** Two sheets of one guarantor that wait for its manager, of these firms and sums. */
async function twoSheets(made: Town, firms: readonly [Person, Person], amount: number) {
  const { parts, by, cast } = made
  const ids: Guarantee['id'][] = []
  for (const owner of firms) {
    const terms = {
      guaranteeModes: ['guarantee' as const],
      amountMinFen: fen(1),
      amountMaxFen: fen(50 * million),
    }
    const productId = await onShelf(made, 'bankA', terms)
    const draft = { amountFen: fen(amount), guaranteeModes: ['guarantee' as const] }
    const sent = await sentIn(made, owner, draft)
    const { need } = given(await publish(parts, by(cast.lu), sent.id))
    const { id } = await taken(made, { needId: need.id, productId }, cast.zhou)
    const guarantee = { guaranteeMode: 'guarantee' as const, amountFen: fen(amount) }
    const offer = await offered(made, { id }, cast.zhou, guarantee)
    given(await acceptOffer(parts, by(owner), offer.id, await markFor(made, offer.id)))
    const asked = given(await askForGuarantee(parts, by(cast.zhou), id, asking(made))).guarantee
    given(await takeUp(parts, by(cast.he), asked.id))
    given(await writeSheet(parts, by(cast.he), asked.id, sheet))
    ids.push(asked.id)
  }
  return ids
}

/** So much is promised of the guarantor's money before the two begin. */
async function alreadyPromised({ store, parts, cast, clock }: Town, committed: Fen): Promise<void> {
  await store.transact(async (tx) => {
    const sums = { committedFen: committed, committedOwnFen: committed, smallOwnFen: committed }
    const own = { customers: 200, smallCustomers: 200, ...sums }
    const { guarantor: guarantorId } = cast.institutionIds
    const weightsVersion = ruleOn(parts.policies, 'guarantee-weights', clock.today()).version
    const kept = (await guarantorRow(tx, guarantorId)) ?? { ...emptyBook, guarantees: 0 }
    await keepGuarantor(tx, { ...kept, guarantorId, weightsVersion, ...own })
  })
}

/**
 * Everything that an approval moves, to be put back: two hundred races are run on the same two sheets, for a sheet takes a
 * hundred times as long to come about as to be approved.
 */
async function figuresNow({ store }: Town, ids: readonly Guarantee['id'][]) {
  const { read } = store
  const sheets = await read
    .select()
    .from(guarantees)
    .where(inArray(guarantees.id, [...ids]))
  const books = await read.select().from(guarantors)
  const own = await read.select().from(guarantorCustomers)
  const all = await read.select().from(guaranteeCustomers)
  return () =>
    store.transact(async (tx) => {
      for (const sheet of sheets) await tx.update(guarantees).set(sheet).where(eq(guarantees.id, sheet.id))
      for (const table of [guarantors, guarantorCustomers, guaranteeCustomers]) await tx.delete(table)
      if (books.length) await tx.insert(guarantors).values(books)
      if (own.length) await tx.insert(guarantorCustomers).values(own)
      if (all.length) await tx.insert(guaranteeCustomers).values(all)
    })
}

describe('two promises at the same moment', () => {
  const cases = [
    ['one customer’s ratio', 'cap-customer-ratio', 20, 4, null],
    ['a group’s ratio', 'cap-group-ratio', 10, 3, null],
    // All but what one of the two needs is promised already.
    ['the leverage', 'cap-leverage', 300, 1, 15 * 300 * million - 0.4 * million],
  ] as const
  for (const [name, code, assets, amount, committed] of cases)
    test(`never pass ${name} together, two hundred times`, async () => {
      const made = await town()
      const { parts, by, cast } = made
      await netAssets(made, assets * million)
      const isGroup = code === 'cap-group-ratio'
      const firms = [cast.lin, isGroup ? cast.fang : cast.lin] as const
      for (const owner of new Set(firms)) {
        const giving = {
          ...consenting(made, ['details'], 'guarantor'),
          institutionId: cast.institutionIds.guarantor,
        }
        given(await give(parts, by(owner), { ...giving, purpose: 'credit-assessment' }))
      }
      if (isGroup) {
        const other = { person: '林国栋', documentTail: '1234' }
        const relation = { kind: 'controller' as const, other, sharePpm: null, source: '营业执照' }
        for (const owner of firms)
          given(await recordRelation(parts, by(cast.he), present(owner.enterpriseId, 'a firm'), relation))
      }
      const ids = await twoSheets(made, firms, amount * million)
      if (committed !== null) await alreadyPromised(made, fen(committed))
      const asItWas = await figuresNow(made, ids)
      const won = new Set<number>()
      for (let turn = 0; turn < 200; turn += 1) {
        const order = turn % 2 === 0 ? ids : ids.toReversed()
        const found = await Promise.all(order.map((id) => approveGuarantee(parts, by(cast.han), id, '同意')))
        assert.deepEqual(found.map(codeOf).toSorted(), [code, 'done'].toSorted(), `turn ${turn}`)
        won.add(ids.indexOf(present(order[found.findIndex(({ ok }) => ok)], 'who was first')))
        if (turn < 199) await asItWas()
      }
      assert.equal(won.size, 2, 'each of the two came first at times')
      for (const id of ids) given(await withdrawGuarantee(parts, by(cast.zhou), id, '再试一次。'))
      if (committed === null) await assertKept(made)
    })
})
