import assert from 'node:assert/strict'
import { test } from 'node:test'
import { institutions } from '../../db/tables/institutions.ts'
import { askForGuarantee, withdrawGuarantee } from '../../server/guarantees/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { given } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { assertKept } from './books.ts'
import { asking, guaranteedCase, million } from './guaranteed.ts'

test('two requests that together pass the customer’s cap never both come true, at two guarantors, two hundred times', async () => {
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
    await guaranteedCase(made, 10 * million),
  ] as const
  const at = [asking(made), { ...asking(made), guarantorId: second }] as const
  const seen = new Set<number>()
  for (let turn = 0; turn < 200; turn += 1) {
    const order = turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)
    const found = await Promise.all(
      order.map((which) => askForGuarantee(parts, by(cast.zhou), cases[which], at[which])),
    )
    const won = found.filter((one) => one.ok)
    assert.equal(won.length, 1, `turn ${turn}`)
    for (const one of found) if (!one.ok) assert.equal(one.refusal.code, 'cap-customer-cap')
    seen.add(found.findIndex((one) => one.ok))
    for (const one of won)
      given(await withdrawGuarantee(parts, by(cast.zhou), given(one).guarantee.id, '再试一次。'))
  }
  assert.ok(seen.size > 0)
  await assertKept(made)
})
