export declare function slimSource(code: string): string;
export declare function slimLibrary(code: string): string;
