import type { Person, Role } from '../accounts/index.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, get, go, NotFound, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import { createKey, revokeKey } from './actions.ts'
import { keyForm } from './forms.ts'
import { keysPage } from './pages.ts'
import { type ApiKeyRow, keyById, keysOf } from './rows.ts'

const managers: readonly Role[] = ['bank-manager']

export const apiKeyRoutes = routes(
  get('/api-keys', managers, showKeys),
  post('/api-keys', managers, create),
  post('/api-keys/:id/revocation', managers, revoke),
)

function showKeys(visit: SignedIn): Promise<Answer> {
  return shown(visit, keyForm.filled(visit.w, { days: '365' }), null, 200)
}

async function shown(
  { me, w, parts, today, query, path }: SignedIn,
  form: ShownForm,
  fresh: { readonly name: string; readonly key: string } | null,
  status: number,
): Promise<Answer> {
  const bank = present(me.institutionId, 'the bank of its own people')
  const number = pageNumber(query.page)
  const found = await keysOf(parts.store.read, bank, perPage + 1, (number - 1) * perPage)
  const { rows: keys, pager } = paged(found, number, path, query)
  return page('api-keys/list', keysPage(w, { today, keys, pager, form, fresh }), status)
}

/** The answer is the page itself and no redirect: the key is nowhere else, not even for a moment. */
async function create(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const read = keyForm.read(body)
  if (!read.ok) return shown(visit, keyForm.again(w, read.typed, read.faults), null, 422)
  const { name, scopes, days } = read.value
  const outcome = await createKey(parts.store, by, { name, scopes, days: Number(days) })
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/api-keys')
  return shown(visit, keyForm.filled(w, { days: '365' }), { name, key: outcome.key }, 201)
}

async function revoke({ me, parts, by, params }: SignedIn): Promise<Answer> {
  const key = await keyFor(me, params.id ?? '', (id) => keyById(parts.store.read, id))
  const outcome = await revokeKey(parts.store, by, key.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/api-keys')
  return go('/api-keys', 'api-keys.revoked-flash')
}

/** A key of the person's own institution; `NotFound` for everybody else's. */
async function keyFor(
  me: Person,
  id: string,
  find: (id: ApiKeyRow['id']) => Promise<ApiKeyRow | null>,
): Promise<ApiKeyRow> {
  const key = isId<'api-key'>(id) ? await find(id) : null
  if (!key || key.institutionId !== me.institutionId) throw new NotFound(id)
  return key
}
