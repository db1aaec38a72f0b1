import type { Transaction } from '../../db/index.ts'
import { type Instant, showInstant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import { enqueue, type Handler } from '../platform/work/outbox.ts'
import type { By } from './by.ts'

/** What the people who watch over security are told at once, besides the trail. */
type Alarm =
  | 'accounts.locked'
  | 'accounts.second-factor-reset'
  | 'ledger.verify-failed'
  | 'bridges.promise-broken'

/**
 * Leaves an alarm with what causes it; nothing where the installation named no place to send it to. `name` says whom or
 * what it is about.
 */
export async function raiseAlarm(
  tx: Transaction,
  config: { readonly alarmUrl: string | null },
  by: By,
  alarm: Alarm,
  name: string,
): Promise<void> {
  if (!config.alarmUrl) return
  await enqueue(tx, by, 'alarm', { alarm, name, at: by.at })
}

/**
 * Carries alarms out to a group's robot. The body is what the robots of both large office messengers take
 * (WeCom and DingTalk, messages of the type `text`).
 */
export const sendAlarm =
  (url: string, w: Words): Handler =>
  async ({ alarm, name, at }) => {
    const what = w(String(alarm).replace('.', '.happening.'))
    const content = w('accounts.alarm', { what, name: String(name), at: showInstant(at as Instant) })
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ msgtype: 'text', text: { content } }),
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Error(`the alarm was answered with ${response.status}`)
  }
