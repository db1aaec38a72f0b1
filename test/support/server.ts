import { after } from 'node:test'
import { people } from '../../db/tables/accounts.ts'
import { hashPassword } from '../../server/accounts/index.ts'
import { buildApp } from '../../server/app.ts'
import { quick, type Town, town } from './app.ts'

/** What everybody of the cast signs in with by form. */
export const castPassword = 'Xiangshan#2026'

let hash: Promise<string> | undefined

/** The real program behind a real door: a free port of the loopback address. Closed when the test file ends. */
export async function openServer(made: Town): Promise<{ readonly origin: string }> {
  const app = await buildApp(made.parts)
  // The town's clock stands on a day of its own; by the browser's clock its sessions would be long over.
  app.addHook('onSend', async (_, reply) => {
    const sent = [reply.getHeader('set-cookie') ?? []].flat()
    if (sent.length) {
      reply.removeHeader('set-cookie')
      reply.header(
        'set-cookie',
        sent.map((cookie) => withoutEnd(String(cookie))),
      )
    }
  })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  after(() => app.close())
  return { origin }
}

/** A cookie that is cleared keeps its day, which lies far back; a session's day is dropped. */
const withoutEnd = (cookie: string): string =>
  cookie.includes('1970') ? cookie : cookie.replace(/; Expires=[^;]+/i, '')

/** A town whose people can sign in by form; one hash for all of them, since each costs a third of a second. */
export async function openTown(): Promise<Town> {
  const made = await town()
  hash ??= hashPassword(castPassword, quick)
  const passwordHash = await hash
  await made.store.transact((tx) => tx.update(people).set({ passwordHash, passwordSetAt: made.clock.now() }))
  return made
}
