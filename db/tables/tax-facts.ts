import { sql } from 'drizzle-orm'
import { taxGrades } from '../../server/enterprises/tax-grade.ts'
import { taxImportModes, taxImportStates } from '../../server/tax-facts/import.ts'
import type { TaxRowFault } from '../../server/tax-facts/import-row.ts'
import { factSources, gradeReasons, taxSums } from '../../server/tax-facts/tax-fact.ts'
import {
  check,
  day,
  fen,
  flag,
  id,
  index,
  instant,
  json,
  only,
  primaryKey,
  state,
  table,
  text,
  whole,
  words,
} from '../columns.ts'
import { enterprises } from './enterprises.ts'
import { objections } from './objections.ts'

/** 税务数据导入: one file of the tax bureau, from its check to its booking. Its facts count while it is booked. */
export const taxImports = table(
  'tax_imports',
  {
    id: id<'tax-import'>('id').primaryKey(),
    number: text('number').notNull().unique(),
    state: state('state', taxImportStates).notNull(),
    fileName: text('file_name').notNull(),
    /** SHA-256 of the file as it was sent. */
    fileHash: text('file_hash').notNull(),
    /** Its columns as they were headed, for the list of bad rows. */
    columns: json<readonly string[]>('columns').notNull(),
    goodRows: whole('good_rows').notNull(),
    badRows: whole('bad_rows').notNull(),
    /** Of the good rows. */
    firmCount: whole('firm_count').notNull(),
    gradeCount: whole('grade_count').notNull(),
    taxCount: whole('tax_count').notNull(),
    standingCount: whole('standing_count').notNull(),
    /** The assessment years and tax years that it speaks of. */
    years: words('years').notNull(),
    checkedAt: instant('checked_at').notNull(),
    checkedBy: id<'person'>('checked_by').notNull(),
    mode: state('mode', taxImportModes),
    bookedAt: instant('booked_at'),
    bookedBy: id<'person'>('booked_by'),
    endedAt: instant('ended_at'),
    endedBy: id<'person'>('ended_by'),
    /** Why it was taken back. */
    why: text('why'),
    version: whole('version').notNull(),
  },
  (t) => [
    only('tax_imports_state', t.state, taxImportStates),
    only('tax_imports_mode', t.mode, taxImportModes),
    check('tax_imports_booked', sql`${t.state} not in ('booked', 'reversed') or ${t.bookedAt} is not null`),
    index('tax_imports_state').on(t.state, t.id),
  ],
)

/** The rows of a file that are wrong, as they were typed, each with what is wrong with it. */
export const taxImportRows = table(
  'tax_import_rows',
  {
    importId: id<'tax-import'>('import_id')
      .notNull()
      .references(() => taxImports.id),
    /** As the spreadsheet counts it; the header is row 1. */
    row: whole('row').notNull(),
    typed: json<readonly string[]>('typed').notNull(),
    faults: json<readonly TaxRowFault[]>('faults').notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.row] })],
)

/** Where a stated fact comes from: a row of a file, or an objection that was upheld. */
const stated = () => ({
  enterpriseId: id<'enterprise'>('enterprise_id')
    .notNull()
    .references(() => enterprises.id),
  /** The day since which, or for which, it is so. */
  asOf: day('as_of').notNull(),
  source: state('source', factSources).notNull(),
  importId: id<'tax-import'>('import_id').references(() => taxImports.id),
  importRow: whole('import_row'),
  objectionId: id<'objection'>('objection_id').references(() => objections.id),
})

/** 纳税信用等级: every grade that was ever given, by assessment year. Rows are never changed or deleted. */
export const taxGradeFacts = table(
  'tax_grades',
  {
    id: id<'tax-fact'>('id').primaryKey(),
    ...stated(),
    assessYear: whole('assess_year').notNull(),
    grade: state('grade', taxGrades).notNull(),
    reason: state('reason', gradeReasons).notNull(),
  },
  (t) => [
    only('tax_grades_grade', t.grade, taxGrades),
    only('tax_grades_source', t.source, factSources),
    only('tax_grades_reason', t.reason, gradeReasons),
    check('tax_grades_year', sql`${t.assessYear} between 2014 and 2100`),
    check('tax_grades_origin', sql`(${t.importId} is null) = (${t.source} = 'correction')`),
    index('tax_grades_firm').on(t.enterpriseId, t.assessYear),
    index('tax_grades_import').on(t.importId, t.importRow),
  ],
)

/** 入库税款: what came in of a firm during a calendar year, by kind, and what went back. Rows are never changed. */
export const taxPaidFacts = table(
  'tax_paid',
  {
    id: id<'tax-fact'>('id').primaryKey(),
    ...stated(),
    year: whole('year').notNull(),
    /** The one sum of which an upheld objection speaks; the other sums of the row say nothing. Null: all of them. */
    sum: state('sum', taxSums),
    vatFen: fen('vat_fen').notNull(),
    incomeFen: fen('income_fen').notNull(),
    otherFen: fen('other_fen').notNull(),
    /** 退税, above zero. */
    refundFen: fen('refund_fen').notNull(),
  },
  (t) => [
    only('tax_paid_source', t.source, factSources),
    check('tax_paid_year', sql`${t.year} between 1994 and 2100`),
    check(
      'tax_paid_sums',
      sql`${t.vatFen} >= 0 and ${t.incomeFen} >= 0 and ${t.otherFen} >= 0 and ${t.refundFen} >= 0`,
    ),
    check('tax_paid_origin', sql`(${t.importId} is null) = (${t.source} = 'correction')`),
    index('tax_paid_firm').on(t.enterpriseId, t.year),
    index('tax_paid_import').on(t.importId, t.importRow),
  ],
)

/** 欠税 and 非正常户 as of a day. Rows are never changed or deleted. */
export const taxStandingFacts = table(
  'tax_standings',
  {
    id: id<'tax-fact'>('id').primaryKey(),
    ...stated(),
    arrearsFen: fen('arrears_fen'),
    abnormal: flag('abnormal'),
  },
  (t) => [
    only('tax_standings_source', t.source, factSources),
    check('tax_standings_arrears', sql`${t.arrearsFen} >= 0`),
    check('tax_standings_said', sql`${t.arrearsFen} is not null or ${t.abnormal} is not null`),
    check('tax_standings_origin', sql`(${t.importId} is null) = (${t.source} = 'correction')`),
    index('tax_standings_firm').on(t.enterpriseId, t.asOf),
    index('tax_standings_import').on(t.importId, t.importRow),
  ],
)
