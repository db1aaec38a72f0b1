import { prepared, type Reader } from '../../db/index.ts'
import { counters } from '../../db/tables/platform.ts'

/** Asks the database anything at all; throws where it does not answer. */
export async function askDatabase(from: Reader): Promise<void> {
  const query = prepared(from, 'api_ask_database', (reader, name) =>
    reader.select({ name: counters.name }).from(counters).limit(1).prepare(name),
  )
  await query.execute()
}
