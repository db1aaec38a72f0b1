/** What the centre reads before others see it. */
export const reviewKinds = ['enterprises', 'needs', 'products', 'policies'] as const
export type ReviewKind = (typeof reviewKinds)[number]

/** The page of another room on which one thing is decided. */
export const reviewHref = {
  enterprises: (id: string) => `/enterprises/${id}`,
  needs: (id: string) => `/bureau/needs/${id}`,
  products: (id: string) => `/bureau/products/${id}`,
  policies: (id: string) => `/policies/proposals/${id}`,
} as const satisfies Record<ReviewKind, (id: string) => string>
