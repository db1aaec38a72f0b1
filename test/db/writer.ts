import { openSqlite } from '../../db/sqlite.ts'
import { counters } from '../../db/tables/platform.ts'

/* Writes pairs of rows, one pair a transaction, until it is stopped; run by backup.test.ts as a process of its own. */

const store = openSqlite(`file:${process.argv[2]}`)
process.stdout.write('writing\n')
for (let count = 1; ; count += 1) {
  const value = count
  await store.transact(async (tx) => {
    await tx.insert(counters).values({ name: `left ${count}`, value })
    await tx.insert(counters).values({ name: `right ${count}`, value })
  })
}
