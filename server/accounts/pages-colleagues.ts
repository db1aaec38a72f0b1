import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { shownOrNever, tones } from './pages-people.ts'
import type { ListedPerson } from './rows-people.ts'

/** The people of a firm before its owner, each clerk with what can be done about him. */
export const colleaguesPage = (w: Words, everybody: readonly ListedPerson[], shown: ShownForm) => ({
  title: w('accounts.colleagues-title'),
  people: everybody.map(({ id, name, signInName, role, state, lastSignedInAt }) => ({
    name,
    state: { label: w(`accounts.state.${state}`), tone: tones[state] },
    facts: [
      { label: w('accounts.field.signInName'), value: signInName },
      { label: w('accounts.field.role'), value: w(`accounts.role.${role}`) },
      { label: w('accounts.field.lastSignedIn'), value: shownOrNever(w, lastSignedInAt) },
    ],
    steps: role === 'enterprise-clerk' ? stepsFor(w, id, state) : [],
  })),
  ...shown,
  once: newId(),
})

function stepsFor(w: Words, id: string, state: ListedPerson['state']) {
  const step = (move: string, words: string) => ({
    action: `/colleagues/${id}/${move}`,
    words: w(words),
    once: newId(),
  })
  if (state === 'disabled') return [step('enablement', 'accounts.clerk-enable')]
  return [step('setup-links', 'accounts.clerk-link'), step('disablement', 'accounts.clerk-disable')]
}
