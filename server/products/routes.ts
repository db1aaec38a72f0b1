import { deskRoutes } from './routes-desk.ts'
import { reviewRoutes } from './routes-review.ts'
import { shelfRoutes } from './routes-shelf.ts'

/** The open shelf, the institution's desk, and the review between them. */
export const productRoutes = [...shelfRoutes, ...deskRoutes, ...reviewRoutes]
