import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { batchFilings } from '../../db/tables/batches.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { runningTown } from '../support/app.ts'
import { writeWorld } from '../support/world.ts'

test('every letter and every filing under an agreement is reached from its page, each list by itself', async () => {
  const made = await runningTown()
  const world = await writeWorld(made)
  const { store, cast, browserOf } = made
  const numbers = Array.from({ length: 45 }, (_, at) => String(at + 10))
  await store.transact(async (tx) => {
    const [filing] = await tx.select().from(batchFilings).where(eq(batchFilings.id, world.batchFiling))
    const [letter] = await tx.select().from(guarantees).where(eq(guarantees.id, world.guarantee))
    await tx.insert(batchFilings).values(
      numbers.map((at) => ({
        ...present(filing, 'a filing of the world'),
        ...{ id: newId<'batch-filing'>(), number: `PB-TURN-${at}` },
      })),
    )
    await tx.insert(guarantees).values(
      numbers.map((at) => ({
        ...present(letter, 'a guarantee of the world'),
        ...{
          id: newId<'guarantee'>(),
          number: `BZ-TURN-${at}`,
          letterNumber: null,
          agreementId: world.batch,
        },
        ...{
          origin: 'batch' as const,

          loanId: null,
          state: 'withdrawn' as const,
        },
      })),
    )
  })
  const browser = await browserOf(cast.han)
  const at = `/batches/${world.batch}`
  const linked = (body: string, rel: string) =>
    [...body.matchAll(new RegExp(`rel="${rel}" href="([^"]+)"`, 'g'))].map(([, href]) =>
      (href ?? '').replaceAll('&amp;', '&'),
    )
  const seen = new Set<string>()
  const read = async (way: string) => {
    const { statusCode, body } = await browser.get(way)
    assert.equal(statusCode, 200, way)
    for (const [number] of body.matchAll(/(BZ|PB)-TURN-\d\d/g)) seen.add(number)
    return body
  }
  const first = await read(at)
  assert.deepEqual(linked(first, 'next'), [`${at}?page=2`, `${at}?filings=2`])
  const second = await read(`${at}?page=2`)
  assert.deepEqual(linked(second, 'next'), [`${at}?page=3`, `${at}?page=2&filings=2`])
  const both = await read(`${at}?page=2&filings=2`)
  assert.deepEqual(linked(both, 'prev'), [`${at}?filings=2`, `${at}?page=2`])
  await read(`${at}?page=3&filings=3`)
  assert.equal(seen.size, 90, 'nothing is left out')
})
