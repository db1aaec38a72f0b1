import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tilesFor } from '../../server/enterprises/tiles.ts'
import { stepOf, type Tile, tileMap } from '../../server/platform/web/tiles.ts'
import { table } from '../support/table.ts'

for (const row of table(`
  counties                    | tiles
  340602 340603 340604 340621 | 1,0 0,0 1,1 0,1
  340621                      | 0,0
  340602 340604               | 0,0 0,1
  999901 340603 999902 999903 | 0,1 0,0 1,1 0,2
`))
  test(`${row.counties} lie at ${row.tiles}, none upon another`, () => {
    const found = tilesFor((row.counties ?? '').split(' '))
    assert.equal([...found.values()].map((at) => at.join(',')).join(' '), row.tiles)
    assert.equal(new Set([...found.values()].map(String)).size, found.size)
  })

test('a map says every figure in words, each as a link, and escapes what it is given', () => {
  const tile = (label: string, value: number, at: Tile['at']): Tile => ({
    ...{ label, value, at, shown: `${value}`, note: '50%', href: `/loans?by=district&key=${value}` },
  })
  const svg = tileMap([tile('<b>"A"', 100, [0, 0]), tile('B', 1, [1, 1])], 'Most in "A"')
  assert.equal(svg.match(/<a class="tile" href="\/loans\?by=district&amp;key=\d+"/g)?.length, 2)
  assert.match(svg, /aria-label="Most in &quot;A&quot;"/)
  assert.match(svg, /aria-label="&lt;b&gt;&quot;A&quot; 100 50%"/)
  assert.doesNotMatch(svg, /<b>| style=/)
  assert.equal(tileMap([], ''), '')
})

test('shades go by fifths of the largest, the line itself to the lower', () => {
  assert.deepEqual(
    [0, 1, 20, 21, 40, 80, 81, 100].map((value) => stepOf(value, 100)),
    [0, 0, 0, 1, 1, 3, 4, 4],
  )
  assert.equal(stepOf(0, 0), 0)
})
