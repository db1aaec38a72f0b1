import { sql } from 'drizzle-orm'
import { borrowedBefore } from '../../server/enterprises/borrowed-before.ts'
import { enterpriseStates } from '../../server/enterprises/enterprise.ts'
import { sizeClasses } from '../../server/enterprises/size-class.ts'
import { taxGrades } from '../../server/enterprises/tax-grade.ts'
import type { ExaminedName } from '../../server/objections/objection.ts'
import {
  check,
  day,
  fen,
  id,
  index,
  instant,
  only,
  primaryKey,
  state,
  table,
  text,
  whole,
  words,
} from '../columns.ts'
import { institutions } from './institutions.ts'

export const enterprises = table(
  'enterprises',
  {
    id: id<'enterprise'>('id').primaryKey(),
    uscc: text('uscc').notNull().unique(),
    /** Why a code that fails its check character was let in, on licence evidence; null for a sound code. */
    usccOverride: text('uscc_override'),
    name: text('name').notNull(),
    pinyin: text('pinyin').notNull(),
    state: state('state', enterpriseStates).notNull(),
    legalRepresentative: text('legal_representative').notNull(),
    phone: text('phone').notNull(),
    /** GB/T 4754-2017, letter and digits. */
    industry: text('industry').notNull(),
    /** Division code of the town, 9 digits or more; of the county where the town is not known. */
    region: text('region').notNull(),
    foundedOn: day('founded_on'),
    /** 主办银行: the bank of the basic account. */
    mainBankId: id<'institution'>('main_bank_id').references(() => institutions.id),
    /** As declared by the firm; it counts where the tax bureau gave none. Null is unknown, never "none". */
    taxGrade: state('tax_grade', taxGrades),
    /** The newest grade of the tax bureau with its assessment year; kept by the tax facts, whose rows are its source. */
    taxBureauGrade: state('tax_bureau_grade', taxGrades),
    taxBureauYear: whole('tax_bureau_year'),
    /** Whether it ever had a bank loan, as the firm declares it; null is unknown. */
    borrowedBefore: state('borrowed_before', borrowedBefore),
    /** By 工信部联企业〔2011〕300号 from the newest year's figures; null while a figure is missing. */
    size: state('size', sizeClasses),
    /** Facts that an objection is about while the bureau examines it; to the match they are unknown. Null: none. */
    disputed: words<ExaminedName>('disputed'),
    createdAt: instant('created_at').notNull(),
    verifiedAt: instant('verified_at'),
    /** What the bureau asked to be mended when it returned the registration. */
    returnedFor: text('returned_for'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('enterprises_state', t.state, enterpriseStates),
    only('enterprises_size', t.size, sizeClasses),
    only('enterprises_tax_grade', t.taxGrade, taxGrades),
    only('enterprises_tax_bureau_grade', t.taxBureauGrade, taxGrades),
    only('enterprises_borrowed_before', t.borrowedBefore, borrowedBefore),
    index('enterprises_region').on(t.region),
    index('enterprises_list').on(t.pinyin, t.id),
    index('enterprises_queue').on(t.state, t.createdAt),
  ],
)

/** The figures of one year; a correction is a new version of the enterprise and overwrites no other year. */
export const enterpriseYears = table(
  'enterprise_years',
  {
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    year: whole('year').notNull(),
    employees: whole('employees'),
    revenueFen: fen('revenue_fen'),
    assetsFen: fen('assets_fen'),
  },
  (t) => [
    primaryKey({ columns: [t.enterpriseId, t.year] }),
    check('enterprise_years_year', sql`${t.year} between 1990 and 2100`),
    check('enterprise_years_employees', sql`${t.employees} >= 0`),
    check('enterprise_years_revenue', sql`${t.revenueFen} >= 0`),
    check('enterprise_years_assets', sql`${t.assetsFen} >= 0`),
  ],
)
