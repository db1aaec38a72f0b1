/** The pages that are measured, and who of the cast looks at them. */
export const pages = [
  { name: 'demand hall', person: 'zhou', path: '/hall', url: '/hall?region=340621&purpose=equipment' },
  { name: 'product shelf', person: 'lin', path: '/products', url: '/products' },
] as const
export type Page = (typeof pages)[number]
