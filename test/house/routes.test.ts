import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { roles } from '../../server/accounts/index.ts'
import { scopes } from '../../server/api-keys/index.ts'
import { rooms } from '../../server/app.ts'

const routes = rooms.flat()

describe('routes', () => {
  test('every route says who may use it, and nobody twice', () => {
    for (const { method, url, right } of routes) {
      const named =
        right === 'public' ||
        right === 'signed-in' ||
        scopes.some((scope) => right === `key:${scope}`) ||
        (right.length > 0 && new Set(right).size === right.length)
      assert.ok(named, `${method} ${url}`)
      if (Array.isArray(right))
        assert.deepEqual(
          right.filter((role) => !roles.includes(role)),
          [],
        )
    }
  })

  test('no address is served twice', () => {
    const addresses = routes.map(({ method, url }) => `${method} ${url.replace(/:\w+/g, ':')}`)
    assert.deepEqual(
      addresses.filter((one, at) => addresses.indexOf(one) !== at),
      [],
    )
  })

  test('what changes something is a thing, not a verb', () => {
    const verbs =
      /\/(create|update|delete|remove|do|set|approve|reject|cancel|close|submit|publish|accept|sign|pay|take|list)(\/|$)/
    assert.deepEqual(
      routes.filter(({ method, url }) => method === 'POST' && verbs.test(url)).map(({ url }) => url),
      [],
    )
  })
})
