import { z } from 'zod'
import { wholeShape } from '../policies/shapes.ts'

/** Policy `tax-credit-published`: what the city published of its 税融通, to hold the platform's own figures against. */
export const publishedShape = z.strictObject({ institutions: wholeShape, firms: wholeShape })
export type PublishedFigures = z.infer<typeof publishedShape>
