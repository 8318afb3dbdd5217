/** The goal for a figure. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number }

/** What a benchmark measures, and the goals for its figures; a group's goal is for each of them. */
export interface Measured {
  readonly about: string
  readonly goals: Readonly<Record<string, Goal>>
}

export const measured: Readonly<Record<string, Measured>> = {
  call: {
    about:
      'A fully governed call against bare undici, global fetch, octokit and stripe-node, in one run against one loopback server in another process. `vs_` is our throughput divided by theirs, with 16 calls in flight.',
    goals: { vs_undici: { atLeast: 0.7 }, vs_octokit: { atLeast: 3.5 }, vs_stripe: { atLeast: 2.5 } },
  },
  types: {
    about: '100 generated connectors of 20 operations and a consumer of each, type-checked, against their zod schemas alone.',
    goals: { vs_zod: { atMost: 3.5 }, peak_mb: { atMost: 1_331 } },
  },
  governance: {
    about: 'Governed calls with the store in SQLite and in PostgreSQL, all rows written, against the store in memory.',
    goals: { sqlite_vs_memory: { atLeast: 0.35 }, verify_rows_per_s: { atLeast: 150_000 } },
  },
  mcp: {
    about:
      "CPU of the server for a call of a tool with 1, 50 and 300 tools, governed, over HTTP, beside the SDK's own server in the same run.",
    goals: { vs_sdk_50: { atLeast: 4 } },
  },
  sync: {
    about:
      'Whole syncs of 1,000,000 records of 10 columns in pages of 100 from another process, beside what bounds them: reading alone, and writing alone.',
    goals: {
      duckdb_vs_appender: { atLeast: 0.5 },
      postgres_vs_copy: { atLeast: 0.6 },
      stdout_vs_faros: { atLeast: 3 },
      peak_mb: { atMost: 300 },
    },
  },
  quality: {
    about: '10,000,000 rows of 10 columns in DuckDB through a suite of 25 expectations of everyday use.',
    goals: { seconds: { atMost: 15 } },
  },
}

/** Whether a figure meets its goal. */
export function isMet(value: number, goal: Goal): boolean {
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost
}
