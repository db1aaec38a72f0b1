import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Person, roles } from '../../server/accounts/person.ts'
import { navigation } from '../../server/navigation.ts'
import { speak } from '../../server/platform/web/words.ts'

const w = speak('en')
const menuOf = (role: Person['role'] | null, path = '/') =>
  navigation({ me: role && ({ role } as Person), path, w })

describe('the menu', () => {
  for (const role of roles)
    test(`of ${role} stays in one line, and what it folds is still there`, () => {
      const { items, more } = menuOf(role)
      assert(items.length <= 10, String(items.length))
      assert.equal(more.length === 0 || items.length + more.length > 10, true)
      const hrefs = [...items, ...more].map(({ href }) => href)
      assert.equal(new Set(hrefs).size, hrefs.length)
      for (const href of ['/', '/products', '/policies', '/calculators']) assert(hrefs.includes(href), href)
    })

  test('of a visitor folds nothing', () => {
    assert.deepEqual(menuOf(null).more, [])
  })

  test('knows where it is, also behind the fold', () => {
    const { items, more } = menuOf('enterprise-owner', '/policies/calendar')
    assert.deepEqual(
      [...items, ...more].filter(({ current }) => current).map(({ href }) => href),
      ['/policies'],
    )
    assert.equal(
      more.some(({ current }) => current),
      true,
    )
  })
})
