import { type LandingBatch, type LandingStream, type SliceState, type StreamState, stateVersion } from '@portico/sync'

export const owner = { tenantId: 'acme', account: 'default', connector: 'desk' }
export const landing: LandingStream = {
  name: 'deskTickets',
  owner,
  connectorVersion: '1.0.0',
  columns: [
    { name: 'id', type: 'integer' },
    { name: 'subject', type: 'text' },
    { name: 'score', type: 'number' },
    { name: 'open', type: 'boolean' },
    { name: 'labels', type: 'json' },
    { name: 'updated_at', type: 'timestamp' },
    { name: 'due', type: 'date' },
  ],
  primaryKey: ['id'],
  mode: 'append_dedup',
  deletes: 'hard',
  schemaChanges: 'evolve',
}
export const state: StreamState = {
  version: stateVersion,
  generation: 0,
  cursorField: 'updated_at',
  cursor: null,
  pass: null,
  lastPass: null,
  completedAt: null,
}
export const sliceState: SliceState = { version: stateVersion, cursor: '2026-01-01T00:00:00Z', position: null, pass: null }
export const at = '2026-11-28T12:00:00.000Z'
export const batch = (more: Partial<LandingBatch>): LandingBatch => ({
  generation: undefined,
  startsGeneration: false,
  copiesTable: false,
  records: [],
  deletedKeys: [],
  truncates: false,
  at,
  state,
  slices: new Map(),
  forgottenSlices: [],
  completesGeneration: false,
  ...more,
})
export const ticket = (id: number, more: object = {}) => ({
  id,
  subject: `Ticket ${id}`,
  score: id / 4,
  open: true,
  labels: [{ name: 'printer' }],
  updated_at: '2026-01-01T00:00:00Z',
  due: '2026-02-01',
  ...more,
})
