export type { InstitutionId } from './institution.ts'
export {
  allBanks,
  banksAndGuarantors,
  guarantorsInBusiness,
  type Institution,
  institutionNamed,
  institutionOf,
  poolHouses,
} from './rows.ts'
export { kindWords } from './words.ts'
