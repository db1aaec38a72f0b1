import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plusDays } from '../../server/money/day.ts'
import { guaranteed, later, richGuarantor } from '../claims/played.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'

test('the bureau’s exposure names whose it is, opens to whom it may, and says of a past day what stood then', async () => {
  const made = await runningTown()
  await richGuarantor(made)
  const { cast, clock, browserOf } = made
  await guaranteed(made)
  await later(made, 3)
  const then = clock.today()
  const { guarantee } = await guaranteed(made)
  await later(made, 2)

  // Rights: who watches over a place, and nobody of the firm, of the pools or without a part in it.
  for (const person of [cast.lin, cast.xu])
    assert.equal((await (await browserOf(person)).get('/exposure')).statusCode, 403, person.name)
  assert.equal((await (await browserOf(null)).get('/exposure')).statusCode, 303)
  const bureau = await browserOf(cast.qin)
  const now = (await bureau.get('/exposure')).body
  const rowOf = (body: string, name: string) =>
    new RegExp(`${name}[\\s\\S]{0,400}?>\\s*(\\d[\\d,.]*)\\s*<`).exec(body)?.[1]
  for (const name of ['龙湖担保', cast.lin.organisation]) assert.equal(rowOf(now, name), '200', name)
  assert.doesNotMatch(now, /01[0-9a-hjkmnp-tv-z]{24}<|undefined|institution:/, 'names, and no ids')
  // A bank watches its own part of it: a fifth, and nobody else's customers.
  const bank = (await (await browserOf(cast.zhou)).get('/exposure')).body
  assert.match(bank, />\s*40\s*</)
  assert.ok(!bank.includes(cast.lin.organisation))
  // Another place has nothing of it.
  const elsewhere = await browserOf(await anotherPerson(made, 'bureau-analyst', { region: '3407' }))
  const theirs = (await elsewhere.get('/exposure')).body
  assert.ok(!theirs.includes('龙湖担保') && !theirs.includes(cast.lin.organisation))

  const past = await bureau.get(`/exposure?on=${plusDays(then, -1)}`)
  assert.equal(rowOf(past.body, '龙湖担保'), '100', 'one of the two was there')
  assert.equal(rowOf((await bureau.get(`/exposure?on=${then}`)).body, '龙湖担保'), '200')
  assert.ok(!past.body.includes(guarantee.number))
  for (const wrong of ['2026-02-30', plusDays(clock.today(), 1)])
    assert.equal((await bureau.get(`/exposure?on=${wrong}`)).statusCode, 422, wrong)
})
