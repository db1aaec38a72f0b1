import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withdrawCover } from '../../server/covers/actions.ts'
import { fileCover, openPool } from '../../server/covers/index.ts'
import { loansToFile } from '../../server/covers/rows.ts'
import { askable } from '../../server/guarantees/actions.ts'
import { endGuarantee } from '../../server/guarantees/index.ts'
import type { Id } from '../../server/platform/ids.ts'
import { codeOf, given } from '../applications/played.ts'
import { loanOut } from '../batches/played.ts'
import {
  asking,
  consentToGuarantor,
  contractOf,
  guaranteeNow,
  lettered,
  netAssets,
} from '../guarantees/guaranteed.ts'
import { drawn } from '../loans/contract.ts'
import { type Town, town } from '../support/app.ts'
import { shownTo } from './lent.ts'

/* One loan, one cover: what a guarantor stands for comes under no pool, and what a pool stands for is guaranteed by nobody. */

async function openTown() {
  const made = await town()
  const { store, parts, by, cast } = made
  for (const party of ['borrowers', 'fund'] as const)
    given(
      await store.transact((tx) =>
        openPool(tx, by(cast.tang), parts.policies, {
          ...{ arrangement: 'zhubaodai', institutionId: cast.institutionIds.pool, region: '3406' },
          ...{ party, name: { zh: party, en: party } },
        }),
      ),
    )
  await netAssets(made)
  await consentToGuarantor(made)
  return made
}

const amount = 30_000_000
const files = async ({ parts, by, cast }: Town, loan: Id<'loan'>) =>
  fileCover(parts, by(cast.zhou), loan, 'zhubaodai')

const offeredFor = async ({ store, cast }: Town) =>
  (await loansToFile(store.read, cast.institutionIds.bankA, null, 10)).map(({ id }) => id)

test('a loan that a guarantor stands for is not filed', async () => {
  const made = await openTown()
  const { by, cast, clock, store, parts } = made
  const letter = await lettered(made, amount)
  const contract = await contractOf(made, letter)
  await drawn(made, contract, amount)
  assert.equal((await guaranteeNow(made, letter)).state, 'in-force')
  assert.equal(codeOf(await files(made, contract.id)), 'cover-guaranteed')
  assert.deepEqual(await offeredFor(made), [])
  const ending = { on: clock.today(), why: 'cover-over' as const }
  const standing = await guaranteeNow(made, letter)
  given(await store.transact((tx) => endGuarantee(tx, parts, by(cast.han), standing, ending)))
  assert.deepEqual(await offeredFor(made), [contract.id])
  assert.equal(codeOf(await files(made, contract.id)), 'done')
})

test('a loan that is filed or in cover is guaranteed by nobody, until the filing is taken back', async () => {
  const made = await openTown()
  const { store, parts, by, cast } = made
  const loan = await loanOut(made, amount)
  const ask = () =>
    store.transact((tx) => askable(tx, parts, by(cast.zhou), loan.applicationId, asking(made), 'batch'))
  assert.equal(codeOf(await ask()), 'done')
  const { cover } = given(await files(made, loan.id))
  assert.equal(codeOf(await ask()), 'loan-covered')
  given(await withdrawCover(store, by(cast.zhou), await shownTo(made, cover.id), '改由担保机构担保。'))
  assert.equal(codeOf(await ask()), 'done')
})
