import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '../../server/platform/ids.ts'
import type { SignedInAs } from './sign-in.ts'

/* What the benchmarks of imports share: a form that is sent, and the waits of others meanwhile. */

export type Place = { readonly origin: string; readonly perSecond: number; readonly pages: readonly string[] }

export type Waits = { readonly waits: number[]; readonly failed: { count: number } }

/**
 * Asks for pages at even times, whether or not the one before was answered, and counts each wait from the time at which it
 * was to be asked: a server that stands still is not asked any less.
 */
export async function probing<Result>(
  { origin, perSecond, pages }: Place,
  { cookie }: SignedInAs,
  { waits, failed }: Waits,
  work: () => Promise<Result>,
): Promise<Result> {
  let ended = false
  const asked: Promise<void>[] = []
  const began = performance.now()
  const asking = (async () => {
    for (let turn = 0; !ended; turn += 1) {
      const due = began + (turn * 1000) / perSecond
      const early = due - performance.now()
      if (early > 0) await pause(early)
      const url = origin + pages[turn % pages.length]
      asked.push(
        fetch(url, { headers: { cookie, 'accept-language': 'zh' } }).then(async (answer) => {
          await answer.arrayBuffer()
          waits.push(performance.now() - due)
          if (answer.status !== 200) failed.count += 1
        }),
      )
    }
  })()
  try {
    return await work()
  } finally {
    ended = true
    await asking
    await Promise.all(asked)
  }
}

export async function sent(
  origin: string,
  { cookie, token }: SignedInAs,
  path: string,
  fields: Record<string, string | Blob>,
) {
  const form = new FormData()
  for (const [name, value] of Object.entries({ _csrf: token, _once: newId(), ...fields }))
    if (typeof value === 'string') form.append(name, value)
    else form.append(name, value, 'import.xlsx')
  const simple = Object.values(fields).every((value) => typeof value === 'string')
  const body = simple ? new URLSearchParams([...form.entries()] as [string, string][]) : form
  const headers = { cookie, 'accept-language': 'zh' }
  const answer = await fetch(origin + path, { method: 'POST', body, headers, redirect: 'manual' })
  if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}:\n${await answer.text()}`)
  return answer.headers.get('location') ?? ''
}

export const whole = async (origin: string, { cookie }: SignedInAs, path: string): Promise<string> =>
  (await fetch(origin + path, { headers: { cookie, 'accept-language': 'zh' } })).text()

/** Seconds that a piece of work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}
