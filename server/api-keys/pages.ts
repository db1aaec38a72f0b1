import type { Day } from '../money/day.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { isLive } from './key.ts'
import type { ApiKeyRow } from './rows.ts'

type Shown = {
  readonly today: Day
  readonly keys: readonly ApiKeyRow[]
  readonly pager: Pager
  readonly form: ShownForm
  /** A key that was made just now: it is shown this once. */
  readonly fresh: { readonly name: string; readonly key: string } | null
}

/** The keys of an institution: what each may do, when it was used, and how to take it back. */
export const keysPage = (w: Words, { today, keys, pager, form, fresh }: Shown) => ({
  title: w('api-keys.title'),
  lead: w('api-keys.lead'),
  fresh: fresh && {
    title: w('api-keys.fresh-title', { name: fresh.name }),
    text: w('api-keys.fresh-text'),
    key: fresh.key,
  },
  keys: keys.map((key) => keyShown(w, key, today)),
  pager: pager.previousHref || pager.nextHref ? pager : null,
  ...form,
  once: newId(),
})

function keyShown(w: Words, key: ApiKeyRow, today: Day) {
  const live = isLive(key, today)
  const state = key.revokedAt ? 'revoked' : live ? 'live' : 'ended'
  return {
    name: key.name,
    state: { label: w(`api-keys.state.${state}`), tone: live ? 'good' : 'neutral' },
    facts: [
      { label: w('api-keys.tail'), value: `…${key.tail}` },
      {
        label: w('api-keys.field.scopes'),
        value: key.scopes.map((scope) => w(`api-keys.scope.${scope}`)).join(w('api-keys.comma')),
      },
      { label: w('api-keys.created'), value: showInstant(key.createdAt) },
      { label: w('api-keys.ends'), value: key.endsOn },
      {
        label: w('api-keys.used'),
        value: key.lastUsedAt ? showInstant(key.lastUsedAt) : w('api-keys.never-used'),
        ...(key.lastUsedFrom ? { note: key.lastUsedFrom } : {}),
      },
      ...(key.revokedAt ? [{ label: w('api-keys.revoked-at'), value: showInstant(key.revokedAt) }] : []),
    ],
    revocation: live ? { action: `/api-keys/${key.id}/revocation`, once: newId() } : null,
  }
}
