export interface LineCounts {
  readonly lines: { readonly total: number; readonly covered: number };
}

export interface CoverageRow {
  readonly name: string;
  readonly covered: number;
  readonly total: number;
  readonly percent: number;
  readonly required: number;
  readonly passed: boolean;
}

export function checkCoverage(
  summary: Readonly<Record<string, LineCounts>>,
  gate: { readonly overall: number; readonly folders: Readonly<Record<string, number>> },
  srcRoot: string,
): CoverageRow[];

export function formatCoverage(rows: readonly CoverageRow[]): string;
