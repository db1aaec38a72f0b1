import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { batchFilings } from '../../db/tables/batches.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { takeBackFiling } from '../../server/batches/actions-taking-back.ts'
import { bookFiling, checkFiling, usedOf } from '../../server/batches/index.ts'
import { agreementById } from '../../server/batches/rows.ts'
import { fileClaim } from '../../server/claims/actions.ts'
import { verifyLedger } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import { writeXlsx } from '../../server/platform/sheets/write.ts'
import { codeOf, given } from '../applications/played.ts'
import { claiming, filed, later, paid } from '../claims/played.ts'
import { assertKept } from '../guarantees/books.ts'
import { million, netAssets } from '../guarantees/guaranteed.ts'
import { runningTown } from '../support/app.ts'
import { loanOut } from './played.ts'

const idIn = (location: unknown) => String(location).split('/').at(-1) ?? ''

test('见贷即担: an agreement from its proposal to the ceiling on its claims, through the pages of both sides', async () => {
  const made = await runningTown()
  const { parts, by, cast, store, clock, browserOf } = made
  await netAssets(made, 5_000 * million)
  const manager = await browserOf(cast.han)
  const terms = {
    ...{ bankId: cast.institutionIds.bankA, arrangement: '4321', startsOn: clock.today() },
    ...{ endsOn: plusDays(clock.today(), 365), perLoanFen: '1000000', totalFen: '2500000' },
    ...{ feePpm: '0.8', ceilingPpm: '3', words: '' },
  }
  const above = await manager.post('/batches', { ...terms, ceilingPpm: '3.01', perLoanFen: '2500001' })
  assert.equal(above.statusCode, 422)
  assert.match(above.body, /不能超过政策规定的 3(\.00)?%/)
  assert.match(above.body, /单笔上限不能超过总额上限/)
  const small = await manager.post('/batches', { ...terms, feePpm: '1.2' })
  assert.equal(small.statusCode, 422, 'a fee that no loan of this size may have')
  assert.match(small.body, /担保费率超过了政策上限|不能超过政策/)
  const proposed = await manager.post('/batches', terms)
  assert.equal(proposed.statusCode, 303)
  const id = idIn(proposed.headers.location) as Id<'batch-agreement'>
  const officer = await browserOf(cast.zhou)
  const refused = await officer.post(`/batches/${id}/loans`, { loans: [] })
  assert.ok(refused.statusCode < 500)
  assert.equal((await officer.get(`/batches/${id}/answer`)).statusCode, 403)
  const head = await browserOf(cast.qian)
  assert.equal((await head.post(`/batches/${id}/answer`, { answer: 'declined', words: '' })).statusCode, 422)
  assert.equal((await head.post(`/batches/${id}/answer`, { answer: 'agreed', words: '' })).statusCode, 303)
  const agreement = async () => present(await agreementById(store.read, id), 'the agreement')
  assert.equal((await agreement()).state, 'in-force')

  // A file: two good, one of them twice, one of another unit, one unknown, one above the sum for one.
  const one = await loanOut(made, million)
  const two = await loanOut(made, million)
  const large = await loanOut(made, million + 1)
  const template = await officer.get('/batches/template')
  assert.equal(template.statusCode, 200)
  const header = ['贷款编号或合同编号*', '贷款金额（元）*']
  const rows = [
    [one.number, '1000000'],
    [two.contractNumber, '1,000,000.00'],
    [two.number, '1000000'],
    [large.number, '1000000.01'],
    [one.contractNumber, '100'],
    ['DK19990101-0001', '1'],
  ]
  const book = await writeXlsx([{ name: 'x', header, rows, widths: [20, 20] }])
  const sent = await officer.send(`/batches/${id}/files`, [
    { name: 'file', value: book, fileName: '备案.xlsx' },
  ])
  assert.equal(sent.statusCode, 303, sent.body)
  const filingId = idIn(sent.headers.location) as Id<'batch-filing'>
  const filing = async (which: Id<'batch-filing'>) => {
    const [row] = await store.read.select().from(batchFilings).where(eq(batchFilings.id, which))
    return present(row, 'a filing')
  }
  const tried = await filing(filingId)
  assert.deepEqual(
    tried.rows.map(({ fault }) => fault?.code ?? null),
    [null, null, 'repeated-in-file', 'loan-above-agreement', 'amount-differs', 'loan-unknown'],
  )
  const under = () => store.read.select().from(guarantees).where(eq(guarantees.agreementId, id))
  assert.equal((await under()).length, 0, 'a trial leaves nothing behind')
  await assertKept(made)
  const shown = await officer.get(`/batch-filings/${filingId}`)
  assert.match(shown.body, />\s*100\s*<[\s\S]*与贷款金额 1,000,000\.00 元不符，请核对是不是填错了单位/)
  assert.match(shown.body, /单笔上限 1,000,000\.00 元/)
  assert.equal((await officer.post(`/batch-filings/${filingId}/booking`)).statusCode, 303)
  const again = await officer.post(`/batch-filings/${filingId}/booking`)
  assert.equal(again.statusCode, 422)
  const kept = await under()
  assert.deepEqual(
    kept.map((row) => [
      row.state,
      row.origin,
      row.balanceFen,
      row.filing,
      row.feePpm,
      row.letterNumber !== null,
    ]),
    [
      ['in-force', 'batch', million, 'due', 8_000, true],
      ['in-force', 'batch', million, 'due', 8_000, true],
    ],
  )
  await assertKept(made)
  assert.match((await (await browserOf(cast.he)).get(`/guarantees/${kept[0]?.id}`)).body, /见贷即担/)
  assert.match((await manager.get(`/batches/${id}`)).body, /50/, 'half a million is left')

  const foreign = await officer.post(`/batches/${id}/loans`, { loans: [newId<'loan'>()] })
  assert.equal(foreign.headers.location, `/batches/${id}/loans`, 'nothing found is nothing filed')

  // The total: a third loan of a million passes it, half a million does not; the page says so before.
  const third = await loanOut(made, million)
  const fits = await loanOut(made, million / 2)
  assert.match((await officer.get(`/batches/${id}/loans`)).body, new RegExp(third.number))
  const pair = [third, fits].map((loan, at) => ({
    ...{ row: at + 1, loan: loan.number, amount: String(loan.amountFen / 100), formula: false },
  }))
  const second = given(
    await checkFiling(parts, by(cast.zhou), await agreement(), { file: null, rows: pair }),
  ).filing
  assert.deepEqual(
    second.rows.map(({ fault }) => fault?.code ?? null),
    ['agreement-used-up', null],
  )
  given(await bookFiling(parts, by(cast.zhou), second))
  assert.equal((await usedOf(store.read, id)).guaranteedFen, 2.5 * million)
  const late = await checkFiling(parts, by(cast.zhou), await agreement(), { file: null, rows: pair })
  assert.deepEqual(
    given(late).filing.rows.map(({ fault }) => fault?.code ?? null),
    ['agreement-used-up', 'agreement-used-up'],
  )

  // Taken back as one: it ends what it made, in the books too, and the loans may be filed again.
  const wrong = `/batch-filings/${second.id}/taking-back`
  assert.equal((await officer.post(wrong, { why: '报错了。' })).statusCode, 403)
  assert.equal((await head.post(wrong, { why: '' })).statusCode, 422)
  assert.equal((await head.post(wrong, { why: '金额对应的合同报错。' })).statusCode, 303)
  assert.equal((await head.post(wrong, { why: '金额对应的合同报错。' })).statusCode, 422, 'once')
  assert.equal((await usedOf(store.read, id)).guaranteedFen, 2 * million)
  await assertKept(made)
  assert.equal((await verifyLedger(store.read, parts)).fault, null)
  assert.match((await manager.get(`/batch-filings/${second.id}`)).body, /金额对应的合同报错。/)
  const right = await checkFiling(parts, by(cast.zhou), await agreement(), {
    file: null,
    rows: pair.slice(1),
  })
  given(await bookFiling(parts, by(cast.zhou), given(right).filing))
  assert.equal((await usedOf(store.read, id)).guaranteedFen, 2.5 * million)

  // The ceiling: three per cent of two and a half million, over all claims of the agreement; open ones count.
  await later(made, 100)
  const [first, other] = kept
  assert.ok(first && other)
  const most = Math.round(0.03 * 2.5 * million)
  const asked = (principal: number) => claiming(made, { principalFen: fen(principal) })
  const tooMuch = await fileClaim(parts, by(cast.zhou), first.id, asked(most + 1))
  assert.equal(codeOf(tooMuch), 'claim-above-ceiling')
  await paid(made, await filed(made, first, { principalFen: fen(most - 1_000) }))
  assert.equal(codeOf(await fileClaim(parts, by(cast.zhou), other.id, asked(1_001))), 'claim-above-ceiling')
  await filed(made, other, { principalFen: fen(1_000) })
  assert.equal(codeOf(await fileClaim(parts, by(cast.zhou), first.id, asked(1))), 'claim-above-ceiling')
  const claimed = await takeBackFiling(parts, by(cast.qian), await filing(filingId), '报错了。')
  assert.equal(codeOf(claimed), 'batch-claimed', 'what is claimed is not taken back')
  assert.deepEqual((await filing(filingId)).state, 'booked')
  await assertKept(made)

  // Ended, it takes nothing more; what it guaranteed stays. Sessions of a hundred days ago are over.
  const ending = await browserOf(cast.qian)
  assert.equal((await ending.post(`/batches/${id}/ending`, { why: '' })).statusCode, 422)
  assert.equal((await ending.post(`/batches/${id}/ending`, { why: '合作调整。' })).statusCode, 303)
  const ended = await checkFiling(parts, by(cast.zhou), await agreement(), { file: null, rows: pair })
  assert.equal(codeOf(ended), 'agreement-not-in-force')
  assert.deepEqual((await under()).map(({ state }) => state).toSorted(), [
    ...['claimed', 'in-force', 'in-force', 'withdrawn'],
  ])
})
