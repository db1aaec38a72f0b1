import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applicationStates } from '../../server/applications/application.ts'
import { checkFlood, isUnread, messagesADay, openUntil, revealsFirm } from '../../server/messages/message.ts'
import { instantOf } from '../../server/platform/clock.ts'
import { table } from '../support/table.ts'

const names = ['淮北市相山区临涣纺织有限公司', '91340600MA0000015T', '林秀英', '徐小满']

describe('a message of a firm that the bank does not know', () => {
  for (const { text, reveals } of table(`
    text                                       | reveals
    我们可以补充近六个月的流水。               | no
    申请金额 2000000 元，期限 12 个月。        | no
    预计 2026-03-31 前回款。                   | no
    我是林秀英，请联系我。                     | yes
    淮北市相山区临涣纺织有限公司的账户         | yes
    淮北市 相山区 临涣纺织 有限公司            | yes
    代码 91340600ma0000015t                    | yes
    电话 15400001234                           | yes
    电话 154 0000 1234                         | yes
    电话 １５４００００１２３４                | yes
    座机 0561-3881234                          | yes
    邮箱 lin@example.com                       | yes
    合同号 20260310154000012349                | no
  `))
    test(`“${text}”: ${reveals}`, () => assert.equal(revealsFirm(text ?? '', names), reveals === 'yes'))
})

describe('the talk of a case', () => {
  const decidedAt = instantOf(Date.parse('2026-03-10T01:30:00.000Z'))

  test('ends so many days after a case came to nothing, and goes on beside a contract', () => {
    const ends = Object.fromEntries(
      applicationStates.map((state) => [state, openUntil({ state, decidedAt }, { openDays: 30 })]),
    )
    const end = '2026-04-09'
    assert.deepEqual(ends, {
      ...{ submitted: null, taken: null, offered: null, agreed: null, signed: null },
      ...{ declined: end, withdrawn: end, expired: end, 'not-chosen': end },
    })
  })

  test('is no flood: one more than a day’s messages is refused', () => {
    assert.equal(checkFlood(messagesADay - 1).ok, true)
    assert.deepEqual(checkFlood(messagesADay), {
      ok: false,
      refusal: { code: 'messages-too-many', field: 'text', values: { max: messagesADay } },
    })
  })

  test('is unread where the other side wrote since one read last', () => {
    const unread = [
      isUnread({ side: 'bank', number: 3 }, 'firm', 2),
      isUnread({ side: 'bank', number: 2 }, 'firm', 2),
      isUnread({ side: 'firm', number: 3 }, 'firm', 2),
    ]
    assert.deepEqual(unread, [true, false, false])
  })
})
