import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { buildApp } from '../../server/app.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'

/*
 * One program for all towns of a process: to make one takes longer than most tests. What it is made of is asked for in the
 * request, and is the town's whose request it is. Whatever the house keeps between requests it keeps by store.
 */

/** What a test asks of a program that stands behind no door. */
export type Program = { inject(asked: InjectOptions | string): Promise<LightMyRequestResponse> }

const asking = new AsyncLocalStorage<Parts>()
const ownParts = (): Parts => present(asking.getStore(), 'a town whose request this is')

const partsOfWhoAsks: Parts = {
  get config() {
    return ownParts().config
  },
  get store() {
    return ownParts().store
  },
  get clock() {
    return ownParts().clock
  },
  get words() {
    return ownParts().words
  },
  get policies() {
    return ownParts().policies
  },
  get reference() {
    return ownParts().reference
  },
  get version() {
    return ownParts().version
  },
}

let known: FastifyInstance | undefined

/** The shared program as this town reaches it; its limits count every town apart. */
export async function programFor(parts: Parts): Promise<Program & { readonly uploadFolder: string }> {
  known ??= await asking.run(parts, async () => {
    const app = await buildApp(partsOfWhoAsks)
    await app.ready()
    return app
  })
  const app = known
  const remoteAddress = nextAddress()
  return {
    uploadFolder: app.uploadFolder,
    // Awaited inside: the request is sent when somebody waits for it, and must find its town then.
    inject: (asked) =>
      asking.run(parts, async () => {
        const options = typeof asked === 'string' ? { method: 'GET' as const, url: asked } : asked
        return await app.inject({ remoteAddress, ...options })
      }),
  }
}

let addresses = 0
/** Each asker has an address of its own, so that limits count them apart. */
export const nextAddress = (): string => {
  addresses += 1
  return `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`
}
