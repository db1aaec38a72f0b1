import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../server/money/day.ts'
import { changedBy } from '../../server/needs/change.ts'
import { checkDraft, isEditable, isPastItsDay, isWithdrawable } from '../../server/needs/draft.ts'
import { needStates } from '../../server/needs/need.ts'
import { table } from '../support/table.ts'
import { sampleNeed } from './sample.ts'

const today = day('2026-03-10')
const author = { name: '淮北市临涣纺织有限公司', phone: '15400001234', uscc: '91340600MA0000001X' }

describe('a draft', () => {
  for (const row of table(`
    name                    | story                                  | wantedBy   | says
    anonymous-until-contact | 我们是淮北市临涣纺织有限公司，急用     | -          | story-tells-name
    anonymous-until-contact | 临涣 纺织 有限公司                     | -          | story-tells-name
    anonymous-until-contact | 我们临涣纺织做了十年                   | -          | story-tells-name
    anonymous-until-contact | 临涣公司急用                           | -          | story-tells-name
    anonymous-until-contact | 代码91340600ma0000001x                 | -          | story-tells-name
    anonymous-until-contact | 货发往临涣镇，纺织行业                 | -          | fine
    shown                   | 我们是临涣纺织有限公司                 | -          | fine
    shown                   | 一三八零零零零一一一一                 | -          | story-tells-phone
    shown                   | 幺五四〇〇〇〇幺二三四                 | -          | story-tells-phone
    shown                   | 138.0000.1111 或 138 0000 1111         | -          | story-tells-phone
    shown                   | +86 13800001111                        | -          | story-tells-phone
    shown                   | 0561-3888888                           | -          | story-tells-phone
    shown                   | （0561）3888888                        | -          | story-tells-phone
    shown                   | 电话：3888888                          | -          | story-tells-phone
    shown                   | 400-123-4567                           | -          | story-tells-phone
    shown                   | 微信 lin_huan88                        | -          | story-tells-contact
    shown                   | 请加我微信                             | -          | story-tells-contact
    shown                   | QQ：12345678                           | -          | story-tells-contact
    shown                   | 写信到 lin@example.com                 | -          | story-tells-contact
    shown                   | 见 www.example.com                     | -          | story-tells-contact
    shown                   | 微信小程序商城的货款                   | -          | fine
    shown                   | 货款 4000000000 分，二〇二六年到期     | -          | fine
    shown                   | 请打 154 0000 1234                     | -          | story-tells-phone
    shown                   | 电话１３８００００１１１１             | -          | story-tells-phone
    shown                   | 打 138-0000-1111                       | -          | story-tells-phone
    shown                   | 2013 年起 85000000 件                  | -          | fine
    shown                   | 订单 2000 件，货款 300000 元           | -          | fine
    shown                   | 备料                                   | 2026-03-09 | wanted-by-past
    shown                   | 备料                                   | 2026-03-10 | fine
  `))
    test(`${row.name}, ${row.story}, ${row.wantedBy}: ${row.says}`, () => {
      const draft = {
        ...sampleNeed({ wantedBy: row.wantedBy === '-' ? null : day(row.wantedBy) }),
        nameShown: row.name === 'shown' ? ('shown' as const) : ('anonymous-until-contact' as const),
        story: row.story,
      }
      const outcome = checkDraft(draft, author, today)
      assert.equal(outcome.ok ? 'fine' : outcome.refusal.code, row.says)
    })

  test('only a draft is edited, and no need is withdrawn that a bank works on or that has ended', () => {
    assert.deepEqual(needStates.filter(isEditable), ['draft'])
    assert.deepEqual(needStates.filter(isWithdrawable), ['draft', 'under-review', 'published'])
  })

  test('the last day of a need is still a day in the hall', () => {
    assert.equal(isPastItsDay(today, today), false)
    assert.equal(isPastItsDay(day('2026-03-09'), today), true)
    assert.equal(isPastItsDay(null, today), false)
  })
})

describe('a change named in an address', () => {
  const need = sampleNeed()
  for (const row of table(`
    of        | to          | becomes
    amount    | 180000000   | amountFen
    months    | 6           | months
    rate      | 40000       | highestRatePpm
    guarantee | insurance   | guaranteeModes
    guarantee | mortgage    | nothing
    guarantee | gold        | nothing
    amount    | -5          | nothing
    amount    | 0           | nothing
    amount    | 1.5         | nothing
    purpose   | wages       | nothing
              |             | nothing
  `))
    test(`${row.of} to ${row.to}: ${row.becomes}`, () => {
      const after = changedBy(need, row.of, row.to)
      const keys = ['amountFen', 'months', 'highestRatePpm', 'guaranteeModes', 'purpose'] as const
      const changed = keys.filter((key) => after[key] !== need[key])
      assert.deepEqual(changed, row.becomes === 'nothing' ? [] : [row.becomes])
    })
})
