import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as papers from '../../server/applications/actions-documents.ts'
import { given, inHall, onShelf, taken } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'

test('both sides read on the case that the bank’s clock stands still, and with how much left', async () => {
  const made = await runningTown()
  const { parts, by, cast, clock, browserOf } = made
  const need = await inHall(made)
  const one = await taken(made, { needId: need.id, productId: await onShelf(made) }, cast.zhou)
  clock.set('2026-03-23T01:30:00.000Z')
  const list = { items: [{ kind: 'bank-statements' as const, words: '' }], words: '' }
  given(await papers.returnForPapers(parts, by(cast.zhou), one.id, list))
  clock.set('2026-03-26T01:30:00.000Z')
  for (const person of [cast.lin, cast.zhou]) {
    const { body } = await (await browserOf(person)).get(`/applications/${one.id}`)
    assert.match(body, /next-step-due">[^<]*2026-03-30[^<]*银行时限停表，还剩 1 个工作日/)
  }
})
