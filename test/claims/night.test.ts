import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { people } from '../../db/tables/accounts.ts'
import { notices } from '../../db/tables/inbox.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { returnClaim } from '../../server/claims/actions.ts'
import { chaseClaims } from '../../server/claims/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { isWorkday, plusWorkdays } from '../../server/money/workdays.ts'
import { calendarOf } from '../../server/policies/index.ts'
import { given } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { filed, guaranteed, later, openSettlements, paid, richGuarantor, settled } from './played.ts'

test('what is late is told once to its owner, its manager and the other side, and goes up to the bureau', async () => {
  const made = await runningTown()
  const { store, parts, cast, by, clock, browserOf } = made
  await richGuarantor(made)
  const { guarantee } = await guaranteed(made)
  await later(made, 100)
  const calendar = calendarOf(parts.policies)
  const morning = () => chaseClaims(parts, byPlatform(clock.now(), clock.today()))
  /** The first working day that is so many days ahead. */
  const ahead = async (days: number) => {
    await later(made, days)
    while (!isWorkday(calendar, clock.today())) await later(made, 1)
  }
  const toldOf = async (words: string) =>
    (
      await store.read
        .select({ name: people.signInName })
        .from(notices)
        .innerJoin(people, eq(people.id, notices.personId))
        .where(eq(notices.words, `claims.notice.${words}`))
    )
      .map(({ name }) => name)
      .toSorted()
  await paid(made, await filed(made, guarantee, { principalFen: fen(1_000) }))
  const claim = await filed(made, guarantee, { principalFen: fen(2_000) })
  assert.equal(await morning(), 0, 'nothing is due')

  await ahead(31)
  assert.ok((await morning()) > 0)
  assert.deepEqual(await toldOf('late'), ['feng', 'han', 'he'], 'the guarantor and its manager')
  assert.deepEqual(
    await toldOf('settlement-late'),
    ['bai', 'cai', 'feng', 'han', 'he', 'shen', 'yan'].flatMap((name) =>
      ['feng', 'han', 'he'].includes(name) ? [name, name] : [name],
    ),
    'the province, the treasury, and twice the guarantor who waits for them',
  )
  assert.equal(await morning(), 0, 'each is told once')
  assert.deepEqual(await toldOf('listed'), [])
  const list = async () => (await (await browserOf(cast.lu)).get('/bureau/overdue')).body
  assert.ok(!(await list()).includes(claim.number), 'it does not stand on the list yet')

  const listed = plusWorkdays(calendar, clock.today(), 5)
  assert.ok(listed.ok)
  while (clock.today() < listed.day) await later(made, 1)
  assert.ok((await morning()) > 0)
  assert.ok((await toldOf('listed')).includes('lu') && (await toldOf('settlement-listed')).includes('lu'))
  assert.ok((await list()).includes(claim.number))
  assert.equal(await morning(), 0)

  for (const one of await openSettlements(made, guarantee)) await settled(made, one)
  given(await returnClaim(parts, by(cast.he), claim.id, '请补材料。'))
  const after = await list()
  assert.ok(!after.includes('late-claims'), 'what was paid, and what waits for the bank, is gone from it')
  while (isWorkday(calendar, clock.today())) clock.set(`${plusDays(clock.today(), 1)}T04:00:00.000Z`)
  assert.equal(await morning(), 0, 'on a day off nobody is told')
})
