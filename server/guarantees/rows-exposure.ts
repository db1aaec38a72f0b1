import { and, desc, eq, gt } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guaranteeCustomers, guarantorCustomers } from '../../db/tables/guarantee-figures.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { noFen } from '../money/fen.ts'

/** The ten customers with the most in force: of a guarantor, or of a place over all guarantors. */
export const topCustomers = (from: Reader, whose: { guarantorId: InstitutionId } | { region: string }) =>
  'guarantorId' in whose
    ? from
        .select({ id: enterprises.id, firm: enterprises.name, balanceFen: guarantorCustomers.balanceFen })
        .from(guarantorCustomers)
        .innerJoin(enterprises, eq(enterprises.id, guarantorCustomers.enterpriseId))
        .where(
          and(
            eq(guarantorCustomers.guarantorId, whose.guarantorId),
            gt(guarantorCustomers.balanceFen, noFen),
          ),
        )
        .orderBy(desc(guarantorCustomers.balanceFen))
        .limit(10)
    : from
        .select({ id: enterprises.id, firm: enterprises.name, balanceFen: guaranteeCustomers.balanceFen })
        .from(guaranteeCustomers)
        .innerJoin(enterprises, eq(enterprises.id, guaranteeCustomers.enterpriseId))
        .where(and(startsWith(enterprises.region, whose.region), gt(guaranteeCustomers.balanceFen, noFen)))
        .orderBy(desc(guaranteeCustomers.balanceFen))
        .limit(10)
