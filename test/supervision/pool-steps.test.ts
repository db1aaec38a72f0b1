import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bookRecovery, reportRecovery } from '../../server/compensation/actions-paying.ts'
import { checkPapers, returnClaim } from '../../server/compensation/actions-review.ts'
import { claimById } from '../../server/compensation/rows.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { quarterTallies } from '../../server/supervision/index.ts'
import { given } from '../applications/played.ts'
import { approved, classed, covered, filed, funded, paid } from '../compensation/played.ts'
import { pooled } from '../covers/lent.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'

test('every late step of a claim on a pool is listed, given to a person, answered, closed by another, and counted', async () => {
  const town = await runningTown()
  const made = { ...town, ...(await pooled(town, { warnLinePpm: null, stopLinePpm: null })) }
  const { store, parts, by, cast, clock, book, browserOf } = made
  await funded(made, book, fen(50_000_000))
  const { loan, cover } = await covered(made)
  await classed(made, loan)
  const { id, number } = await filed(made, cover.id, fen(30_000_000))
  const claim = async () => present(await claimById(store.read, id), 'the claim')
  const lateBy = (days: number, due: string | null) =>
    clock.set(`${plusDays(present(due, 'a day') as Parameters<typeof plusDays>[0], days)}T04:00:00.000Z`)
  const county = await anotherPerson(made, 'bureau-head', { region: '340604' })

  /** The whole loop of what is late now; `about` is what it is called. */
  async function loop(kind: string, of: string, about: string, matter: string): Promise<void> {
    const [lu, qin] = [await browserOf(cast.lu), await browserOf(cast.qin)]
    const list = (await lu.get('/bureau/overdue')).body
    assert.ok(list.includes(about) && list.includes(matter), `${matter} is on the list`)
    const address = `/bureau/assignments/new?kind=${kind}&amp;of=${of}`
    assert.ok(
      list.includes(address) || list.includes(address.replace('&amp;', '&')),
      'with a way to give it away',
    )
    assert.ok((await lu.get(address.replace('&amp;', '&'))).body.includes(matter))
    assert.equal((await (await browserOf(county)).get(address.replace('&amp;', '&'))).statusCode, 404)
    const task = { kind, of, person: cast.qin.id, task: '请督促办理' }
    const past = await lu.post('/bureau/assignments', { ...task, dueOn: '2026-01-05' })
    assert.ok(past.statusCode === 422 && past.body.includes('请督促办理'))
    const sent = await lu.post('/bureau/assignments', { ...task, dueOn: plusDays(clock.today(), 3) })
    assert.equal(sent.statusCode, 303, matter)
    const at = String(sent.headers.location)
    assert.ok((await lu.get('/bureau/overdue')).body.includes(at), 'the list says who has it in hand')
    const twice = { ...task, dueOn: plusDays(clock.today(), 4) }
    assert.equal((await lu.post('/bureau/assignments', twice)).statusCode, 422)
    assert.equal((await qin.post(`${at}/answer`, { answer: '已联系运营机构' })).statusCode, 303)
    assert.equal((await qin.post(`${at}/closure`, { closing: '自己办结' })).statusCode, 422)
    assert.equal((await lu.post(`${at}/closure`, { closing: '已核实' })).statusCode, 303)
    const shown = (await lu.get(at)).body
    assert.ok(shown.includes(matter) && shown.includes('已核实'))
    assert.ok((await lu.get(`/bureau/assignments?kind=${kind}&standing=closed`)).body.includes(at))
  }

  assert.ok(!(await (await browserOf(cast.lu)).get('/bureau/overdue')).body.includes('late-pool-claims'))
  lateBy(30, (await claim()).dueOn)
  await loop('pool-claim', id, number, '补偿申请完整性审核')
  given(await checkPapers(parts, by(cast.tang), id))
  lateBy(30, (await claim()).dueOn)
  await loop('pool-claim', id, number, '补偿申请复核')
  await approved(made, await claim())
  lateBy(30, (await claim()).dueOn)
  await loop('pool-claim', id, number, '补偿款拨付')
  await paid(made, await claim())
  const back = { receivedOn: clock.today(), recoveredFen: fen(1_000_000), costFen: noFen, words: '回款。' }
  const { recovery } = given(await reportRecovery(parts, by(cast.zhou), id, back))
  lateBy(30, recovery.dueOn)
  await loop('pool-recovery', recovery.id, recovery.number, '追回款返还到账')

  // What was done is off the list, and cannot be given away any more.
  given(await bookRecovery(parts, by(cast.jiang), recovery.id, clock.today()))
  const lu = await browserOf(cast.lu)
  assert.ok(!(await lu.get('/bureau/overdue')).body.includes('late-pool-claims'))
  for (const [kind, of] of [
    ['pool-claim', id],
    ['pool-recovery', recovery.id],
    ['pool-claim', recovery.id],
    ['pool-recovery', 'x'],
  ])
    assert.equal((await lu.get(`/bureau/assignments/new?kind=${kind}&of=${of}`)).statusCode, 404)
  const tallies = await quarterTallies(store.read, cast.lu.region ?? '', clock.today())
  const opened = tallies.flatMap(({ banks }) =>
    banks.filter(({ institutionId }) => institutionId === cast.institutionIds.pool),
  )
  assert.equal(
    opened.reduce((sum, { tally }) => sum + tally.opened, 0),
    4,
  )
  assert.equal(
    opened.reduce((sum, { tally }) => sum + tally.inTime, 0),
    4,
  )
})

test('a claim that went back to its bank is nobody’s late step', async () => {
  const town = await runningTown()
  const made = { ...town, ...(await pooled(town)) }
  const { parts, by, cast, clock, browserOf } = made
  const { loan, cover } = await covered(made)
  await classed(made, loan)
  const claim = await filed(made, cover.id, fen(30_000_000))
  given(await returnClaim(parts, by(cast.tang), claim.id, '请补充催收记录。'))
  clock.set('2026-06-10T04:00:00.000Z')
  const lu = await browserOf(cast.lu)
  assert.ok(!(await lu.get('/bureau/overdue')).body.includes(claim.number))
  assert.equal((await lu.get(`/bureau/assignments/new?kind=pool-claim&of=${claim.id}`)).statusCode, 404)
})
