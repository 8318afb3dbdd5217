/**
 * Milliseconds by the PostgreSQL server's clock. What instances must agree on (who holds a claim, a lease, a share) expires by
 * it: an instance's clock may drift at any time after the store was opened.
 */
export const serverNow = '(extract(epoch from clock_timestamp()) * 1000)::bigint'
