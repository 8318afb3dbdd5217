import { defineMetrics } from './metric-definition.ts'

// Syncs take seconds to hours: 1 s, 5 s, 15 s, 1 min, 5 min, 15 min, 1 h, 4 h, in seconds.
const syncBoundaries = [1, 5, 15, 60, 300, 900, 3_600, 14_400] as const

/** What the data plane moves, and how well. */
export const dataMetrics = defineMetrics({
  'portico.sync.rows': {
    label: { en: 'Rows landed', ar: 'الصفوف المنقولة' },
    kind: 'counter',
    definition: 'Rows that a destination has committed.',
    unit: '{row}',
    source: 'sync, land',
    owner: 'Data Platform',
    attributes: ['portico.connector', 'portico.stream', 'portico.destination'],
  },
  'portico.sync.bytes': {
    label: { en: 'Bytes read', ar: 'البايتات المقروءة' },
    kind: 'counter',
    definition: "Bytes of vendor answers that a sync has read, after the transport's compression.",
    unit: 'By',
    source: 'sync, read',
    owner: 'Data Platform',
    attributes: ['portico.connector', 'portico.stream'],
  },
  'portico.sync.runs': {
    label: { en: 'Sync runs', ar: 'عمليات المزامنة' },
    kind: 'counter',
    definition: 'Runs of a sync that ended, by outcome: succeeded, failed or cancelled.',
    unit: '{run}',
    source: 'sync, engine',
    owner: 'Data Platform',
    attributes: ['portico.connector', 'portico.destination', 'portico.outcome'],
  },
  'portico.sync.duration': {
    label: { en: 'Sync duration', ar: 'مدة المزامنة' },
    kind: 'histogram',
    definition: 'Time of a run of a sync, from its start to its last commit.',
    unit: 's',
    source: 'sync, engine',
    owner: 'Data Platform',
    attributes: ['portico.connector', 'portico.destination', 'portico.outcome'],
    boundaries: syncBoundaries,
  },
  'portico.sync.schema_changes': {
    label: { en: 'Schema changes', ar: 'تغييرات المخطط' },
    kind: 'counter',
    definition: "Changes of a stream's schema that a sync met, by what its policy did: evolved, frozen or discarded.",
    unit: '{change}',
    source: 'sync, land',
    owner: 'Data Platform',
    attributes: ['portico.connector', 'portico.stream', 'portico.outcome'],
  },
  'portico.stream.freshness': {
    label: { en: 'Stream freshness', ar: 'حداثة البيانات' },
    kind: 'gauge',
    definition: 'Time since the start of the last complete reading of a stream, which is the age of the landed data.',
    unit: 's',
    source: 'sync, checkpoint',
    owner: 'Data Platform',
    attributes: ['portico.connector', 'portico.stream', 'portico.destination'],
  },
  'portico.stream.sla_misses': {
    label: { en: 'Stale streams', ar: 'تدفقات متأخرة' },
    kind: 'counter',
    definition: 'Times that a stream became older than the freshness that it promises.',
    unit: '{miss}',
    source: 'sync, checkpoint',
    owner: 'Data Platform',
    attributes: ['portico.connector', 'portico.stream', 'portico.destination'],
  },
  'portico.quality.checkpoints': {
    label: { en: 'Quality checkpoints', ar: 'نقاط فحص الجودة' },
    kind: 'counter',
    definition: 'Data quality checkpoints that ran, by outcome (passed or failed) and by the severity of a failure.',
    unit: '{checkpoint}',
    source: 'quality, checkpoints',
    owner: 'Data Platform',
    attributes: ['portico.dataset', 'portico.outcome', 'portico.severity'],
  },
})
