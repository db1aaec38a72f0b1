import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { changeExpiry, removePaper } from '../../server/documents/actions.ts'
import { remindOfEndings, sweepFiles } from '../../server/documents/index.ts'
import { paperById } from '../../server/documents/rows.ts'
import { day } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import { inHall, onShelf, taken } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { bringsOne, filesOf } from './brought.ts'

type Made = Awaited<ReturnType<typeof town>>

const night = ({ parts, clock }: Made) => remindOfEndings(parts, byPlatform(clock.now(), clock.today()))
const remindersOf = async ({ store }: Made, id: Id<'document'>) =>
  (await trailOf(store.read, 'document', id)).filter(({ happening }) => happening === 'documents.reminded')

describe('reminders of papers that end', () => {
  test('come once at each distance, and not for what is far, endless, past or removed', async () => {
    const made = await town()
    const { store, parts, by, cast, clock } = made
    const soon = await bringsOne(made, 'soon', { expiresOn: '2026-04-09' })
    const far = await bringsOne(made, 'far', { expiresOn: '2026-04-11' })
    await bringsOne(made, 'endless')
    const gone = await bringsOne(made, 'gone', { expiresOn: '2026-03-20' })
    await removePaper(parts, by(cast.lin), present(await paperById(store.read, gone), 'it'))
    assert.equal(await night(made), 1)
    assert.equal(await night(made), 0, 'the same night again tells nothing new')
    clock.set('2026-03-12T17:00:00.000Z')
    assert.equal(await night(made), 1, 'thirty days before the other')
    clock.set('2026-04-03T01:30:00.000Z')
    assert.equal(await night(made), 1, 'a week before the first')
    clock.set('2026-04-20T01:30:00.000Z')
    assert.equal(await night(made), 0, 'past')
    const told = async (id: Id<'document'>) =>
      (await remindersOf(made, id)).map(({ details }) => details?.daysBefore)
    assert.deepEqual(await told(soon), [7, 30])
    assert.deepEqual(await told(far), [30])
    assert.deepEqual(await told(gone), [])
  })

  test('come once, not twice, when the job did not run for a while', async () => {
    const made = await town()
    const id = await bringsOne(made, 'a', { expiresOn: '2026-05-01' })
    made.clock.set('2026-04-28T01:30:00.000Z')
    assert.equal(await night(made), 1)
    assert.equal(await night(made), 0)
    assert.equal((await remindersOf(made, id)).length, 1)
  })

  test('come anew for an end that was corrected', async () => {
    const made = await town()
    const { store, parts, by, cast, clock } = made
    const id = await bringsOne(made, 'a', { expiresOn: '2026-03-20' })
    await night(made)
    const paper = present(await paperById(store.read, id), 'it')
    await changeExpiry(parts, by(cast.lin), paper, day('2027-03-20'))
    assert.equal(await night(made), 0)
    clock.set('2027-02-20T01:30:00.000Z')
    assert.equal(await night(made), 1)
  })
})

describe('the sweep of the folder', () => {
  // Files carry the machine's own time, whatever the town's clock says.
  const tomorrow = ({ clock }: Made) =>
    byPlatform('2099-01-01T00:00:00.000Z' as ReturnType<typeof clock.now>, day('2099-01-01'))

  test('drops what no paper needs and what a crash left, and keeps the rest', async () => {
    const made = await town()
    const { store, parts, by, cast } = made
    const productId = await onShelf(made)
    const need = await inHall(made)
    const { id: into } = await taken(made, { needId: need.id, productId }, cast.zhou)
    const kept = await bringsOne(made, 'kept')
    const given = await bringsOne(made, 'given', { into })
    const gone = await bringsOne(made, 'gone')
    for (const id of [given, gone])
      await removePaper(parts, by(cast.lin), present(await paperById(store.read, id), 'it'))
    const shelf = join(parts.config.filesFolder, 'zz')
    mkdirSync(shelf, { recursive: true })
    writeFileSync(join(shelf, `${newId()}.part`), 'half')
    writeFileSync(join(shelf, newId().replace(/..$/, 'zz')), 'without a row')
    assert.equal(await sweepFiles(parts, tomorrow(made)), 3)
    const left = filesOf(made).map((path) => path.split('/')[1])
    const names = await Promise.all(
      [kept, given].map(async (id) => (await paperById(store.read, id))?.fileId),
    )
    assert.deepEqual(left.toSorted(), names.toSorted())
    assert.equal(await sweepFiles(parts, tomorrow(made)), 0)
  })

  test('leaves alone what is younger than a day: it may be on its way', async () => {
    const made = await town()
    const { store, parts, by, cast } = made
    const id = await bringsOne(made, 'young')
    await removePaper(parts, by(cast.lin), present(await paperById(store.read, id), 'it'))
    const now = byPlatform(
      new Date(Date.now()).toISOString() as ReturnType<typeof made.clock.now>,
      made.clock.today(),
    )
    assert.equal(await sweepFiles(parts, now), 0)
    assert.equal(filesOf(made).length, 1)
  })
})
