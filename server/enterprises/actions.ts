import type { Transaction } from '../../db/index.ts'
import {
  accountNamed,
  actorOf,
  addPassword,
  addPerson,
  type By,
  checkPassword,
  hashPassword,
  type PersonId,
  personById,
} from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Language } from '../platform/web/words.ts'
import type { EnterpriseId } from './enterprise.ts'
import { initials } from './pinyin.ts'
import { admitCode, checkParticulars } from './registration.ts'
import * as rows from './rows.ts'

export type Particulars = {
  readonly name: string
  readonly legalRepresentative: string
  readonly phone: string
  readonly industry: string
  readonly region: string
  readonly foundedOn: Day
}

export type Registration = Particulars & {
  readonly uscc: string
  readonly usccEvidence: string | null
  readonly signInName: string
  readonly password: string
  /** The language the firm registered in is its owner's. */
  readonly language: Language
}

/**
 * A firm registers itself, with its owner as its first person; the bureau then verifies it.
 *
 * Refuses: what `admitCode`, `checkParticulars` and `checkPassword` refuse, `firm-registered` and
 * `sign-in-name-taken`, neither of which tells by whom.
 */
export async function register(
  { store, config, reference }: Parts,
  by: By,
  input: Registration,
): Promise<Outcome<{ readonly personId: PersonId; readonly enterpriseId: EnterpriseId }>> {
  const code = admitCode(input.uscc, input.usccEvidence)
  if (!code.ok) return code
  const particulars = checkParticulars(input, reference, by.today)
  if (!particulars.ok) return particulars
  const signInName = input.signInName.toLowerCase()
  if (!/^[a-z][a-z0-9._-]{2,39}$/.test(signInName))
    return refuse('sign-in-name-form', { field: 'signInName' })
  const password = checkPassword(config.passwordPolicy, input.password, { signInName, secondFactor: false })
  if (!password.ok) return password
  const hash = await hashPassword(input.password, config)
  return act(store, by, async (tx) => {
    if (await rows.firmWithCode(tx, code.uscc)) return refuse('firm-registered', { field: 'uscc' })
    if (await accountNamed(tx, signInName)) return refuse('sign-in-name-taken', { field: 'signInName' })
    const enterpriseId = await addFirm(tx, by, input, code)
    const personId = await addOwner(tx, by, input, { enterpriseId, signInName, hash })
    await writeRegistration(tx, by, { enterpriseId, personId, override: code.override })
    return done({ personId, enterpriseId })
  })
}

async function addFirm(
  tx: Transaction,
  by: By,
  input: Particulars,
  code: { uscc: string; override: string | null },
): Promise<EnterpriseId> {
  const id = newId<'enterprise'>()
  const { name, legalRepresentative, phone, industry, region, foundedOn } = input
  await rows.addFirm(tx, {
    ...{ id, name, legalRepresentative, phone, industry, region, foundedOn },
    uscc: code.uscc,
    usccOverride: code.override,
    pinyin: initials(name),
    state: 'under-review',
    size: null,
    createdAt: by.at,
    version: 1,
  })
  return id
}

async function addOwner(
  tx: Transaction,
  by: By,
  input: Registration,
  { enterpriseId, signInName, hash }: { enterpriseId: EnterpriseId; signInName: string; hash: string },
): Promise<PersonId> {
  const id = newId<'person'>()
  await addPerson(tx, {
    ...{ id, signInName, enterpriseId, passwordHash: hash },
    name: input.legalRepresentative,
    phone: input.phone,
    role: 'enterprise-owner',
    state: 'active',
    language: input.language,
    passwordSetAt: by.at,
    totpStep: 0,
    failures: 0,
    demo: false,
    createdAt: by.at,
    version: 1,
  })
  await addPassword(tx, id, hash, by.at)
  return id
}

/** In the owner's own name: with this the visitor became somebody. */
async function writeRegistration(
  tx: Transaction,
  by: By,
  made: { enterpriseId: EnterpriseId; personId: PersonId; override: string | null },
): Promise<void> {
  const owner = await personById(tx, made.personId)
  await write(tx, owner ? { ...by, person: owner, actor: actorOf(owner) } : by, {
    happening: 'enterprises.registered',
    subject: { kind: 'enterprise', id: made.enterpriseId },
    to: 'under-review',
    ...(made.override ? { why: made.override } : {}),
  })
}
