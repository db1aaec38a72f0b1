import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applicationStates } from '../../server/applications/application.ts'
import { checkRecord, mayRecord, owesContact } from '../../server/contacts/contact.ts'
import { day } from '../../server/money/day.ts'
import { table } from '../support/table.ts'

const dayIn = (text: string | undefined) => (text ? day(text) : null)

describe('the first contact', () => {
  for (const { state, due, heard, owed } of table(`
    state     | due        | heard      | owed
    submitted |            |            | no
    taken     | 2026-03-13 |            | yes
    taken     | 2026-03-13 | 2026-03-11 | no
    taken     |            |            | no
    offered   | 2026-03-13 | 2026-03-12 | no
    agreed    | 2026-03-13 |            | no
    declined  | 2026-03-13 |            | no
    withdrawn | 2026-03-13 |            | no
    expired   | 2026-03-13 |            | no
  `))
    test(`of a case that is ${state}, due ${due || 'never'}, reached ${heard || 'never'}: owed ${owed}`, () => {
      const found = applicationStates.find((one) => one === state)
      assert.ok(found)
      const clock = { state: found, contactDueOn: dayIn(due), contactedOn: dayIn(heard) }
      assert.equal(owesContact(clock), owed === 'yes')
    })

  test('is recorded while the bank works with the firm, and not before or after', () => {
    assert.deepEqual(applicationStates.filter(mayRecord), ['taken', 'offered', 'agreed'])
  })

  for (const { state, on, says } of table(`
    state     | on         | says
    taken     | 2026-03-12 | done
    taken     | 2026-03-10 | done
    offered   | 2026-03-11 | done
    taken     | 2026-03-13 | contact-in-future
    taken     | 2026-03-09 | contact-before-case
    submitted | 2026-03-12 | contact-case-closed
    signed    | 2026-03-12 | contact-case-closed
    declined  | 2026-03-13 | contact-case-closed
  `))
    test(`on ${on} in a case that is ${state}: ${says}`, () => {
      const found = applicationStates.find((one) => one === state)
      assert.ok(found && on)
      const said = checkRecord({ state: found, openedOn: day('2026-03-10') }, day(on), day('2026-03-12'))
      assert.equal(said.ok ? 'done' : said.refusal.code, says)
    })
})
