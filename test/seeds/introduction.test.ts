import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { columns, introduction, widthOf } from '../../seeds/introduction.ts'
import { castPeople } from '../../seeds/people.ts'
import { demoPassword } from '../../server/accounts/pages.ts'
import { town } from '../support/app.ts'

describe('the introduction in the terminal', () => {
  test('counts two places for a Chinese character and a full-width sign, one for a letter', () => {
    assert.equal(widthOf('lin'), 3)
    assert.equal(widthOf('林秀英'), 6)
    assert.equal(widthOf('（演示）A'), 9)
    assert.equal(widthOf(''), 0)
  })

  test('begins the cells of a column below each other', () => {
    const lines = columns([
      ['登录名', '姓名', 'x'],
      ['lin', '林秀英', 'y'],
      ['zhou', '周明', 'z'],
    ])
    const starts = lines.map((line) => widthOf(line.slice(0, line.search(/[xyz]$/))))
    assert.equal(new Set(starts).size, 1, lines.join('\n'))
    for (const line of lines) assert.equal(line, line.trimEnd())
  })

  test('names everybody of the cast, with role and organisation in both languages, and the password', async () => {
    const { parts } = await town()
    const text = (await introduction(parts)).join('\n')
    for (const { signInName, name } of Object.values(castPeople)) {
      assert.match(text, new RegExp(`^${signInName} +${name} `, 'm'))
    }
    assert.equal(text.split(demoPassword).length - 1, 2)
    assert.match(text, /银行客户经理 Bank officer +相城农村商业银行/)
  })
})
