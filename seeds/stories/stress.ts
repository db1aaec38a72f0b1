import { byPerson } from '../../server/accounts/index.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import { ask, draw } from '../../server/stress/actions.ts'
import { stressRuleOn } from '../../server/stress/rule.ts'
import type { Ground } from '../ground.ts'

/** The head of the bureau has asked what a bad year would cost, of all that is under cover. */
export async function tellStress(
  parts: Parts,
  { cast, today }: Pick<Ground, 'cast' | 'today'>,
): Promise<void> {
  const { value: rule } = stressRuleOn(parts.policies, today)
  const asked = await ask(parts, byPerson(cast.lu, parts.clock.now(), today), {
    ...{ kind: 'drawn', region: present(cast.lu.region, 'the city of the bureau'), arrangement: null },
    ...{ bankId: null, size: null, ratePpm: null, recoveryPpm: rule.recoveryPpm },
  })
  if (asked.ok) await draw(parts, asked.run, asked.task)
}
