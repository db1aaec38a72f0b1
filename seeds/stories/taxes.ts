import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import { byPerson, type Person } from '../../server/accounts/index.ts'
import { type Day, yearOf } from '../../server/money/day.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { csv } from '../../server/platform/csv.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import { bookImport, checkTaxFile, reverseImport } from '../../server/tax-facts/index.ts'
import { labelsOf, templateHeader } from '../../server/tax-facts/workbooks.ts'
import type { Cast } from '../cast.ts'
import { happened } from './stage.ts'

/**
 * A few days ago a county's tax office sent a file with some wrong rows. Qin took over the good ones; then the office wrote
 * that it was last year's list, and Lu took the whole file back.
 */
export async function tellTaxes(parts: Parts, cast: Cast, on: Day): Promise<void> {
  const { store, words } = parts
  const clock = handClock(`${on}T09:00:00+08:00`)
  const act = (person: Person, time: string) => {
    clock.set(`${on}T${time}:00+08:00`)
    return byPerson(person, clock.now(), on)
  }
  const text = await mistakenFile(parts, cast, on)
  const folder = await mkdtemp(join(tmpdir(), 'rongqiao-story-'))
  const path = join(folder, 'tax.csv')
  await writeFile(path, text)
  const hash = createHash('sha256').update(text).digest('hex')
  try {
    await withIdsOf(
      () => millisecondsOf(clock.now()),
      async () => {
        const file = { name: '相山区税务数据.csv', hash, path }
        const labels = [labelsOf(words.zh), labelsOf(words.en)]
        const { batch } = happened(await checkTaxFile(store, act(cast.qin, '09:40'), file, labels))
        const booked = happened(await bookImport(store, act(cast.qin, '10:05'), batch, 'good')).batch
        const why = '税务部门来函：发错文件，为上一年度名单。'
        happened(await reverseImport(store, act(cast.lu, '15:20'), booked, why))
      },
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function mistakenFile({ store, words }: Parts, cast: Cast, today: Day): Promise<string> {
  const w = words.zh
  const year = yearOf(today) - 2
  const firms = await store.read
    .select({ uscc: enterprises.uscc, name: enterprises.name })
    .from(enterprises)
    .where(eq(enterprises.state, 'verified'))
    .orderBy(enterprises.id)
    .limit(40)
  const [first] = firms
  const row = (uscc: string, name: string, grade: string, vat: string) => {
    const graded = [uscc, name, String(year), grade, `${year + 1}-04-20`, w('tax-facts.reason.annual')]
    return [...graded, '0', present(w('tax-facts.no').split(' ')[0], 'a word'), `${year + 1}-12-31`, vat]
  }
  const wrong = [
    row(present(first, 'a firm').uscc, '', 'B', '1000'),
    row('91340600MA0000000', '', 'A', '5000'),
    row(cast.lin.organisation, '', 'E', '-300'),
  ]
  const header = templateHeader(w, yearOf(today) - 1).slice(0, 10)
  return csv([
    header,
    ...firms.map(({ uscc, name }, at) => row(uscc, name, at % 3 ? 'B' : 'M', `${8000 + at * 731}`)),
    ...wrong,
  ])
}
