/** The closed list of what a package can be refused for: code → names of the details. Texts: messages/areas/reasons.ts. */
export const packageReasons = {
  'package.empty': [],
  'package.not_a_zip': [],
  'package.cut': [],
  'package.damaged': ['cause'],
  'package.encrypted': ['entry'],
  'package.unsupported_method': ['entry', 'method'],
  'package.too_many_entries': ['count', 'limit'],
  'package.no_sales_file': ['count'],
  'package.several_sales_files': ['count'],
  'package.too_large': ['limit'],
  'package.ratio_too_high': ['limit'],
  'package.size_lies': ['entry', 'declared'],
  'package.wrong_checksum': ['entry'],
  'package.empty_sales_file': ['entry'],
} as const satisfies Record<string, readonly string[]>;

export type PackageReason = keyof typeof packageReasons;
