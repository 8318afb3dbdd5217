import type { Matrix, RowId, Status } from './matrix.ts'

export type Language = 'en' | 'ar'

/** The names of the rows. */
export const rowNames: Readonly<Record<RowId, Readonly<Record<Language, string>>>> = {
  docs_truth: { en: 'Docs truth', ar: 'صحة التوثيق' },
  data_quality: { en: 'Schema adherence / data quality', ar: 'الالتزام بالمخططات / جودة البيانات' },
  approval_sla: { en: 'Approval SLA', ar: 'مهلة الموافقات' },
  contradiction_backlog: { en: 'Contradiction backlog', ar: 'التناقضات المتراكمة' },
  connector_health: { en: 'Connector health', ar: 'سلامة الموصلات' },
  security: { en: 'Security', ar: 'الأمن' },
  regional_controls: { en: 'Regional controls (PDPL/NCA)', ar: 'الضوابط الإقليمية (حماية البيانات الشخصية / الأمن السيبراني)' },
  provenance: { en: 'Provenance (commit, build)', ar: 'المنشأ (الإيداع والبناء)' },
}

export const statusNames: Readonly<Record<Status, Readonly<Record<Language, string>>>> = {
  OK: { en: 'OK', ar: 'سليم' },
  Risk: { en: 'Risk', ar: 'مخاطرة' },
  Blocked: { en: 'Blocked', ar: 'محظور' },
}

export const verdictNames: Readonly<Record<Matrix['verdict'], Readonly<Record<Language, string>>>> = {
  ready: { en: 'The release may go ahead.', ar: 'يمكن المضي في الإصدار.' },
  blocked: { en: 'Blocked: the release does not go ahead.', ar: 'محظور: لا يمضي الإصدار.' },
  stop_ship: { en: 'Stop ship.', ar: 'إيقاف الإصدار.' },
}

export const headings: Readonly<Record<Language, readonly [string, string, string, string, string]>> = {
  en: ['Row', 'Status', 'Owner', 'Highest open', 'Evidence'],
  ar: ['البند', 'الحالة', 'المسؤول', 'أعلى خطورة مفتوحة', 'الأدلة'],
}
