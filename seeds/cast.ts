import type { Transaction } from '../db/index.ts'
import { people } from '../db/tables/accounts.ts'
import { enterprises, enterpriseYears } from '../db/tables/enterprises.ts'
import { institutions } from '../db/tables/institutions.ts'
import type { Person } from '../server/accounts/index.ts'
import { initials } from '../server/enterprises/pinyin.ts'
import { sizeClass } from '../server/enterprises/size-class.ts'
import { day } from '../server/money/day.ts'
import { fen } from '../server/money/fen.ts'
import type { Instant } from '../server/platform/clock.ts'
import { type Id, newId } from '../server/platform/ids.ts'
import { type CastName, type CastPerson, castEnterprises, castInstitutions, castPeople } from './people.ts'

export type Cast = Readonly<Record<CastName, Person>> & {
  readonly institutionIds: Readonly<Record<keyof typeof castInstitutions, Id<'institution'>>>
  readonly enterpriseIds: Readonly<Record<keyof typeof castEnterprises, Id<'enterprise'>>>
}

/**
 * Writes the cast, its banks and its two verified firms into an empty database. Passwords may be younger than the
 * people, so that none has to be changed on the first day.
 */
export async function writeCast(
  tx: Transaction,
  at: Instant,
  passwordHash: string | null,
  passwordSetAt: Instant = at,
): Promise<Cast> {
  const institutionIds = await writeInstitutions(tx, at)
  const enterpriseIds = await writeEnterprises(tx, at, institutionIds.bankA)
  const cast: Partial<Record<CastName, Person>> = {}
  for (const [key, one] of Object.entries(castPeople) as [CastName, CastPerson][]) {
    const enterprise = one.enterprise ? castEnterprises[one.enterprise].name : null
    const institution = one.institution ? castInstitutions[one.institution].name : null
    const person: Person = {
      id: newId<'person'>(),
      name: one.name,
      role: one.role,
      enterpriseId: one.enterprise ? enterpriseIds[one.enterprise] : null,
      institutionId: one.institution ? institutionIds[one.institution] : null,
      region: one.region ?? null,
      language: 'zh',
      organisation: enterprise ?? institution ?? '',
    }
    const { organisation: _, ...columns } = person
    await tx.insert(people).values({
      ...columns,
      signInName: one.signInName,
      phone: null,
      state: 'active',
      passwordHash,
      passwordSetAt: passwordHash ? passwordSetAt : null,
      totpSecret: null,
      totpConfirmedAt: null,
      totpStep: 0,
      failures: 0,
      lockedUntil: null,
      lastSignedInAt: null,
      demo: true,
      createdAt: at,
      version: 1,
    })
    cast[key] = person
  }
  return { ...(cast as Record<CastName, Person>), institutionIds, enterpriseIds }
}

async function writeInstitutions(tx: Transaction, at: Instant) {
  const ids: Partial<Record<keyof typeof castInstitutions, Id<'institution'>>> = {}
  for (const [key, one] of Object.entries(castInstitutions) as [
    keyof typeof castInstitutions,
    (typeof castInstitutions)['bankA'],
  ][]) {
    const id = newId<'institution'>()
    ids[key] = id
    await tx
      .insert(institutions)
      .values({ ...one, id, state: 'active', region: '3406', pinyin: initials(one.name), createdAt: at })
  }
  return ids as Record<keyof typeof castInstitutions, Id<'institution'>>
}

async function writeEnterprises(tx: Transaction, at: Instant, mainBankId: Id<'institution'>) {
  const ids: Partial<Record<keyof typeof castEnterprises, Id<'enterprise'>>> = {}
  for (const [key, one] of Object.entries(castEnterprises) as [
    keyof typeof castEnterprises,
    (typeof castEnterprises)['linFirm'],
  ][]) {
    const id = newId<'enterprise'>()
    ids[key] = id
    const years = one.figures.map(({ year, employees, revenueYuan, assetsYuan }) => ({
      enterpriseId: id,
      year,
      employees,
      revenueFen: fen(revenueYuan * 100),
      assetsFen: fen(assetsYuan * 100),
    }))
    const newest = years.at(-1)
    const found = newest ? sizeClass({ industry: one.industry, ...newest }) : null
    await tx.insert(enterprises).values({
      id,
      uscc: one.uscc,
      name: one.name,
      pinyin: initials(one.name),
      state: 'verified',
      legalRepresentative: key === 'linFirm' ? castPeople.lin.name : castPeople.fang.name,
      phone: key === 'linFirm' ? '15400001234' : '15400005678',
      industry: one.industry,
      region: one.region,
      foundedOn: day(one.foundedOn),
      mainBankId,
      taxGrade: key === 'linFirm' ? 'A' : null,
      size: found?.ok && found.size !== 'unknown' ? found.size : null,
      createdAt: at,
      verifiedAt: at,
      version: 1,
    })
    await tx.insert(enterpriseYears).values(years)
  }
  return ids as Record<keyof typeof castEnterprises, Id<'enterprise'>>
}
