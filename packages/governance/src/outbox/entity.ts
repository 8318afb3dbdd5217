/** Tenant and subject as one text. Two tenants never share one, whatever their names hold. */
export function entityOf(tenantId: string, subject: string): string {
  return JSON.stringify([tenantId, subject])
}
