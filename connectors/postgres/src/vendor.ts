import { basic, defineVendor, z } from '@portico/core/contract'

/** PostgreSQL as a data source. It has no operations: nothing here is for services or agents. */
export const postgresVendor = defineVendor({
  id: 'postgres',
  title: { en: 'PostgreSQL', ar: 'بوستجري إس كيو إل' },
  vendorVersion: '15 to 18',
  settings: z.object({
    host: z.string().min(1),
    port: z
      .string()
      .regex(/^\d{1,5}$/)
      .default('5432'),
    database: z.string().min(1),
    /** `verify-full` checks the server's certificate and its name; `require` encrypts and checks neither. */
    tls: z.enum(['verify-full', 'require', 'disable']).default('verify-full'),
    /** A file with the certificates to trust, in PEM. */
    caFile: z.string().min(1).optional(),
    /** The publication that determines which tables, columns and rows are in the log. */
    publication: z.string().min(1).default('portico'),
  }),
  // It does not speak HTTP: a dedicated reader connects to the host in the settings.
  origins: {},
  auth: { login: basic() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 30_000, retry: false },
  support: {
    // https://www.postgresql.org/support/versioning/: 15 is the oldest supported here, and ends first.
    vendor: 'A major version is supported for five years after its first release.',
    until: '2027-11-11',
    majorsForMonths: 12,
  },
  facts: {
    source:
      'https://www.postgresql.org/docs/18/protocol-logical-replication.html, /protocol-logicalrep-message-formats.html, /logical-replication-publication.html, /logicaldecoding-explanation.html',
    verifiedAt: '2026-11-28',
  },
})
