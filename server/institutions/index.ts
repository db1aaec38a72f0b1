export type { InstitutionId } from './institution.ts'
export { allBanks, banksAndGuarantors, type Institution, institutionOf } from './rows.ts'
export { kindWords } from './words.ts'
