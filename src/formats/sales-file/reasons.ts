/**
 * The closed list of what a sales file or a record in it can be refused for: code → names of the details that its text
 * shows. The texts, Russian and English, are in messages/areas/reasons.ts; a test keeps the two lists equal.
 */

/** The whole file cannot be trusted: it is kept and named «broken». */
export const fileReasons = {
  'file.not_utf8': [],
  'file.no_sections': [],
  'file.cut': ['section'],
  'file.section_not_begun': ['section'],
  'file.too_many_sections': ['limit'],
  'file.too_many_records': ['section', 'limit'],
} as const satisfies Record<string, readonly string[]>;

/** One record is set aside, the rest of the file goes on. */
export const recordReasons = {
  /** Beside what is shown there is `bytes`, the record as it came in base64. */
  'record.not_utf8': [],
  'record.not_json': ['position'],
  'record.not_an_object': [],
  'record.duplicate_key': ['key'],
  'record.ambiguous_key': ['key'],
  'record.forbidden_key': ['key'],
  'record.too_deep': ['limit'],
  'record.too_large': ['size', 'limit'],
  'record.register_missing': [],
  'section.outside': [],
  'field.missing': ['field'],
  'field.not_text': ['field', 'value'],
  'field.not_integer': ['field', 'value'],
  'field.not_decimal': ['field', 'value'],
  'field.too_many_digits': ['field', 'value'],
  'field.too_large': ['field', 'value', 'limit'],
  'field.negative': ['field', 'value'],
  'field.not_time': ['field', 'value'],
  'field.year_out_of_range': ['field', 'value'],
  'field.not_list': ['field'],
  'field.not_object': ['field'],
  'shift.number_missing': [],
  'document.type_missing': [],
  'document.number_missing': ['documentType'],
  'document.shift_missing': ['documentType'],
} as const satisfies Record<string, readonly string[]>;

/** What people are shown for the name of a section that has none; stands as `@code` in the place of the name. */
export const sectionNames = { 'section.no_name': [] } as const satisfies Record<string, readonly string[]>;

/** A sales file for the ERP is not written; `rule` names the rule of the sales file, `document` the document number. */
export const exportReasons = {
  'export.record_unreadable': ['document', 'cause'],
  'export.field_missing': ['document', 'field', 'rule'],
  'export.bad_value': ['document', 'field', 'value', 'rule'],
  'export.negative_amount': ['document', 'field', 'value', 'rule'],
  'export.change_on_noncash': ['document', 'opCode', 'paymentTypeCode', 'rule'],
  'export.position_repeated': ['document', 'position', 'rule'],
  'export.not_closed': ['document', 'rule'],
  'export.foreign_document': ['document', 'field', 'value', 'rule'],
  'export.shift_not_opened': ['shiftNumber', 'rule'],
  'export.nothing_to_read': ['rule'],
} as const satisfies Record<string, readonly string[]>;

export type FileReason = keyof typeof fileReasons;
export type RecordReason = keyof typeof recordReasons;
export type ExportReason = keyof typeof exportReasons;
