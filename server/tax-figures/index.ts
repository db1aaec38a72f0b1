/* 税融通统计: institutions, firms, approvals, money and bad loans of tax-credit loans, as the bureau reports them. */
export { taxFigureRoutes } from './routes.ts'
