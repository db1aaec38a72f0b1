import type { Config } from '../config.ts'
import type { Parts } from '../parts.ts'
import { type Instant, showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { Person } from './person.ts'
import { demoPeople } from './rows.ts'

/** In demo mode only, the page lists the people of the story with their password. */
export async function signInPage(w: Words, { config, store }: Parts, shown: ShownForm) {
  const people = config.demo ? await demoPeople(store.read) : []
  return {
    title: w('accounts.sign-in-title'),
    ...shown,
    demoPassword,
    table: people.length
      ? {
          caption: w('accounts.demo-people'),
          columns: ['demo-name', 'field.name', 'field.role', 'field.organisation'].map((key) => ({
            label: w(`accounts.${key}`),
          })),
          rows: people.map((one) => ({
            cells: [one.signInName, one.name, w(`accounts.role.${one.role}`), one.organisation],
          })),
        }
      : null,
  }
}

/** Of the demo city only; production starts without any account. */
export const demoPassword = 'Bridge-2026'

export const codePage = (w: Words, shown: ShownForm) => ({ title: w('accounts.code-title'), ...shown })

export const enrolPage = (w: Words, shown: ShownForm, secret: string, picture: string) => ({
  title: w('accounts.enrol-title'),
  ...shown,
  secret: secret.replace(/(.{4})/g, '$1 ').trim(),
  picture,
  once: newId(),
})

export const recoveryPage = (w: Words, recovery: readonly string[]) => ({
  title: w('accounts.recovery-title'),
  recovery,
})

type OpenSession = { hash: string; startedAt: Instant; lastSeenAt: Instant; agent: string; address: string }

export const accountPage = (w: Words, me: Person, open: readonly OpenSession[], current: string | null) => ({
  title: w('accounts.account-title'),
  facts: [
    { label: w('accounts.field.name'), value: me.name },
    { label: w('accounts.field.role'), value: w(`accounts.role.${me.role}`) },
    { label: w('accounts.field.organisation'), value: me.organisation || w('accounts.no-organisation') },
  ],
  table: {
    caption: w('accounts.sessions-title'),
    columns: ['started', 'seen', 'address', 'agent'].map((key) => ({ label: w(`accounts.sessions-${key}`) })),
    rows: open.map((one) => ({
      cells: [
        {
          words: showInstant(one.startedAt),
          note: one.hash === current ? w('accounts.sessions-here') : undefined,
        },
        showInstant(one.lastSeenAt),
        one.address,
        one.agent,
      ],
    })),
  },
  once: newId(),
})

export const passwordPage = (w: Words, config: Config, shown: ShownForm) => ({
  title: w('accounts.password-title'),
  rules: w(`accounts.password-rules.${config.passwordPolicy}`),
  ...shown,
  once: newId(),
})
