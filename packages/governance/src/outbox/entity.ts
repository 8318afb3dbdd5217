/** Tenant and subject as one text, distinct for every pair whatever characters they contain. */
export function entityOf(tenantId: string, subject: string): string {
  return JSON.stringify([tenantId, subject])
}
