/**
 * Milliseconds by the clock of the PostgreSQL server. What instances agree on (who holds a claim, a lease, a share) ends by it: the clock
 * of an instance may run away from it at any time after the store was opened.
 */
export const serverNow = '(extract(epoch from clock_timestamp()) * 1000)::bigint'
