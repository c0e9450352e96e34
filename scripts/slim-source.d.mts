export declare function slimSource(code: string): string;
