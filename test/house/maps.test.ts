import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const home = new URL('../../', import.meta.url)
const folders = readdirSync(fileURLToPath(new URL('server/', home)), { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map(({ name }) => name)

describe('the maps', () => {
  for (const map of ['README.md', 'README.zh-CN.md', 'server/README.md'])
    test(`${map} names every room`, () => {
      const text = readFileSync(new URL(map, home), 'utf8')
      assert.deepEqual(
        folders.filter((room) => !text.includes(`\`${room}\``) && !text.includes(`${room}/\``)),
        [],
      )
    })

  test('server/README.md has each room once in its table', () => {
    const text = readFileSync(new URL('server/README.md', home), 'utf8')
    const cells = [...text.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell = '']) => cell)
    const named = cells.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)\/`/g)].map(([, room]) => room))
    assert.deepEqual(named.toSorted(), folders.toSorted())
    assert.ok(!/^(?!\|).+\n\|/m.test(text), 'no row stands inside a sentence')
  })
})
