import { hashPassword } from '../server/accounts/index.ts'
import { demoPassword } from '../server/accounts/pages.ts'
import type { Parts } from '../server/parts.ts'
import { writeCast } from './cast.ts'

/** Fills the demo city if the database is empty. */
export async function fillDemoCity({ store, clock }: Parts, say: (line: string) => void): Promise<void> {
  const hash = await hashPassword(demoPassword)
  await store.transact((tx) => writeCast(tx, clock.now(), hash))
  say('demo')
}
