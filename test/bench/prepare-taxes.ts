import { insertAll } from '../../db/bulk.ts'
import { openStore } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { rawOf } from '../support/raw.ts'
import { codeAt } from './taxes-rows.ts'

/* Gives the city as many more firms as a file of the tax bureau names; run once by `tax-import.ts`. */

const count = Number(process.argv[2] ?? 100_000)
const store = await openStore()
const [known] = await store.read.select().from(enterprises).limit(1)
const model = present(known, 'a firm of the city')
await store.transact(async (tx) => {
  await insertAll(
    tx,
    enterprises,
    Array.from({ length: count }, (_, at) => ({
      ...model,
      ...{ id: newId<'enterprise'>(), uscc: codeAt(at), name: `${model.name}${at}` },
    })),
  )
})
if (store.dialect === 'postgresql') {
  const raw = await rawOf(store)
  await raw.run('analyze')
  await raw.close()
}
process.stdout.write(`${count} firms\n`)
await store.close()
