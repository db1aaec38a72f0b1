/* 驾驶舱: the bureau's figures on one page, as they are now or as a day closed, and the way down to the single loan. */
export { closeCockpitDay } from './actions-night.ts'
export { cockpitRoutes } from './routes.ts'
export { cockpitExposureRoutes } from './routes-exposure.ts'
export { cockpitHeadroomRoutes } from './routes-headroom.ts'
export { cockpitListRoutes } from './routes-lists.ts'
export { cockpitYuanRoutes } from './routes-yuan.ts'
