/** How many rows a table has, and what its columns of whole numbers add up to, as text. */
export type TableFacts = { table: string; rows: number; sums: Record<string, string> };
